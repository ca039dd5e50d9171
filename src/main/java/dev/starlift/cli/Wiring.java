package dev.starlift.cli;

import dev.starlift.job.Environment;
import dev.starlift.job.Environment.Credentials;
import dev.starlift.job.Environment.FromEnvironment;
import dev.starlift.job.Environment.FromIam;
import dev.starlift.job.Environment.FromSandbox;
import dev.starlift.job.Environment.FromSecretsManager;
import dev.starlift.job.Environment.Namespace;
import dev.starlift.job.Environment.ShareDefinition;
import dev.starlift.job.Environment.Writer;
import dev.starlift.job.EnvironmentFile;
import dev.starlift.job.JobDefinition;
import dev.starlift.job.JobFile;
import dev.starlift.load.LoadService;
import dev.starlift.load.Planner;
import dev.starlift.load.Release;
import dev.starlift.load.StatementJournal;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Problem;
import dev.starlift.problem.StarliftException;
import dev.starlift.report.Progress;
import dev.starlift.share.ShareService;
import dev.starlift.source.InputLister;
import dev.starlift.source.SourceReader;
import dev.starlift.stage.ConnectorStaging;
import dev.starlift.stage.CopyStaging;
import dev.starlift.stage.Staging;
import dev.starlift.warehouse.RedshiftWarehouse;
import dev.starlift.warehouse.Warehouse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * Builds what a command needs, when it needs it, from the environment file. The only class that
 * knows every implementation, and the only one that makes a Spark session.
 */
final class Wiring implements AutoCloseable {
}
