/**
 * What went wrong, where, and what to do about it.
 *
 * <p>May import: nothing of Starlift.
 */
package dev.starlift.problem;
