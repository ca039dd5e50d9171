package dev.starlift.sandbox.copy;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.s3.S3Endpoint;
import dev.starlift.sandbox.session.BackendSession;
import dev.starlift.sandbox.session.SqlError;
import java.io.IOException;
import java.util.List;

/**
 * Executes COPY from S3 and UNLOAD to S3 inside the client's session and transaction. One engine
 * serves any number of sessions at the same time.
 */
public final class CopyEngine implements AutoCloseable {
  private final S3Endpoint s3;
  private final LoadLog log;
  private final QueryRewriter rewriter;

  public CopyEngine(S3Endpoint s3, LoadLog log, QueryRewriter rewriter) {
    this.s3 = s3;
    this.log = log;
    this.rewriter = rewriter;
  }

  /**
   * @param statement the whole statement, from COPY on; a closing semicolon may be there
   * @throws SqlError as Redshift would send it; the client's transaction has failed
   */
  public CopyResult copy(List<Token> statement, BackendSession session)
      throws SqlError, IOException {
    long query = log.queryId(session);
    throw new SqlError("0A000", query + ": COPY is not built yet: " + s3 + log + rewriter);
  }

  /**
   * @param statement the whole statement, from UNLOAD on
   * @return the number of rows written
   */
  public long unload(List<Token> statement, BackendSession session) throws SqlError, IOException {
    long query = log.queryId(session);
    throw new SqlError("0A000", query + ": UNLOAD is not built yet.");
  }

  @Override
  public void close() {}
}
