package dev.starlift.sandbox.copy;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.s3.S3Location;
import dev.starlift.sandbox.session.SqlError;
import java.util.List;

/** What COPY and UNLOAD have in common: an address in S3, the right to it, and options. */
abstract class TransferParser {
  private final String statement;
  private final String accessKey;
  private final TokenCursor cursor;
  private final StatementOptions options;
  private Compression compression = Compression.NONE;

  /**
   * @param statement its name, for messages
   * @param accessKey the key that S3 knows
   */
  TransferParser(String statement, List<Token> tokens, String accessKey) {
    this.statement = statement;
    this.accessKey = accessKey;
    this.cursor = new TokenCursor(tokens);
    this.options = new StatementOptions(cursor);
  }

  final TokenCursor cursor() {
    return cursor;
  }

  final StatementOptions options() {
    return options;
  }

  final Compression compression() {
    return compression;
  }

  /** Reads an option of this statement alone; its first word has been read. */
  abstract void option(Token at) throws SqlError;

  /** Takes the name of a format, which has been read. */
  abstract void format(Token name) throws SqlError;

  final S3Location location() throws SqlError {
    Token at = cursor.peek();
    String address = cursor.expectString("an s3:// address");
    try {
      return S3Location.parse(address);
    } catch (IllegalArgumentException e) {
      throw address.startsWith("s3://")
          ? cursor.invalid(at, e.getMessage())
          : cursor.unsupported(at, statement + " with something else than s3://");
    }
  }

  /** Reads the authorization, which must be there, and the options to the end, in any order. */
  final void readOptions() throws SqlError {
    boolean authorized = false;
    while (!cursor.atEnd()) {
      if (!Authorization.parse(cursor, accessKey)) {
        readOption();
      } else if (authorized) {
        throw cursor.syntax("conflicting or redundant options");
      } else {
        authorized = true;
      }
    }
    if (!authorized) {
      throw cursor.syntax(statement + " with S3 needs IAM_ROLE or CREDENTIALS");
    }
  }

  private void readOption() throws SqlError {
    Token at = cursor.next();
    String keyword = at.keyword();
    switch (keyword) {
      case "FORMAT" -> {
        cursor.skipWord("AS");
        format(cursor.next());
      }
      case "GZIP", "ZSTD", "BZIP2" -> {
        options.remember("compression", at);
        compression = Compression.valueOf(keyword);
      }
      case "REGION" -> options.string(keyword, at);
      default -> option(at);
    }
  }
}
