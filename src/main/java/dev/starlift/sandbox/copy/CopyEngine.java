package dev.starlift.sandbox.copy;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.s3.S3Endpoint;
import dev.starlift.sandbox.s3.S3Objects;
import dev.starlift.sandbox.session.BackendSession;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.List;

/**
 * Executes COPY from S3 and UNLOAD to S3 inside the client's session and transaction. One engine
 * serves any number of sessions at the same time.
 *
 * <p>After a COPY the session's settings {@code starlift.last_copy_count} and {@code
 * starlift.last_copy_id} tell of it. The rows go to {@link BackendSession#copyIn} in PostgreSQL's
 * binary format.
 */
public final class CopyEngine implements AutoCloseable {
  private final S3Endpoint s3;
  private final S3Objects objects;
  private final LoadLog log;
  private final QueryRewriter rewriter;

  public CopyEngine(S3Endpoint s3, LoadLog log, QueryRewriter rewriter) {
    this.s3 = s3;
    this.objects = new S3Objects(s3);
    this.log = log;
    this.rewriter = rewriter;
  }

  /**
   * @param statement the whole statement, from COPY on; a closing semicolon may be there
   * @throws SqlError as Redshift would send it; the client's transaction has failed
   */
  public CopyResult copy(List<Token> statement, BackendSession session)
      throws SqlError, IOException {
    CopyStatement copy = CopyParser.parse(statement, s3.accessKey());
    return new CopyRun(objects, log, copy, session).run();
  }

  /**
   * @param statement the whole statement, from UNLOAD on
   * @return the number of rows written
   */
  public long unload(List<Token> statement, BackendSession session) throws SqlError, IOException {
    UnloadStatement unload = UnloadParser.parse(statement, s3.accessKey());
    return new UnloadRun(objects, log, unload, session)
        .run(rewriter.rewrite(unload.query(), session));
  }

  /** Ends the connections to S3. */
  @Override
  public void close() {
    objects.close();
  }
}
