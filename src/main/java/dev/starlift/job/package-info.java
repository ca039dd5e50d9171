/**
 * Job and environment files (HOCON) become records. The only room that knows the configuration
 * library; everything a file gets wrong is a problem with file and line.
 *
 * <p>May import: problem, model, ddl.
 */
package dev.starlift.job;
