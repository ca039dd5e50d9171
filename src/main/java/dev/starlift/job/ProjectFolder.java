package dev.starlift.job;

/**
 * Where the relative paths of a job begin: at the folder that holds the innermost {@code jobs}
 * folder of the job's own path, or, when no folder is called so, at the job's own folder. So {@code
 * jobs/airline.conf} and {@code s3://bucket/etl/jobs/airline.conf} both find their {@code
 * schemas/airline_dw}, whatever the working directory.
 *
 * @param prefix ends in a slash, or is empty for the working directory
 */
record ProjectFolder(String prefix) {
  static ProjectFolder of(String jobFile) {
    int slash = jobFile.lastIndexOf('/');
    String folder = jobFile.substring(0, slash + 1);
    if (folder.startsWith("jobs/") && folder.lastIndexOf("/jobs/") < 0) {
      return new ProjectFolder("");
    }
    int jobs = folder.lastIndexOf("/jobs/");
    return new ProjectFolder(jobs < 0 ? folder : folder.substring(0, jobs + 1));
  }

  /** Absolute paths and URIs stay as they are. */
  String resolve(String path) {
    boolean absolute = path.startsWith("/") || path.matches("[A-Za-z][A-Za-z0-9+.-]+:.*");
    return absolute ? path : prefix + path;
  }
}
