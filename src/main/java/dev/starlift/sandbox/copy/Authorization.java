package dev.starlift.sandbox.copy;

import dev.starlift.ddl.Token;
import dev.starlift.sandbox.session.SqlError;
import java.util.regex.Pattern;

/** The clause that says by which right the cluster reads S3: checked for its form, then dropped. */
final class Authorization {
  /** One value, not SQL: an ARN is a regular language. */
  private static final Pattern ROLE_ARN =
      Pattern.compile("arn:aws(-cn|-us-gov)?:iam::\\d{12}:role/[\\w+=,.@/-]+");

  private Authorization() {}

  /**
   * Reads the clause if it begins here.
   *
   * @param accessKey the key that S3 knows, for clauses that name one
   */
  static boolean parse(TokenCursor cursor, String accessKey) throws SqlError {
    Token first = cursor.peek();
    switch (first.keyword()) {
      case "IAM_ROLE" -> {
        cursor.next();
        if (!cursor.skipWord("DEFAULT")) {
          String role = cursor.expectString("the ARN of a role");
          if (!role.equalsIgnoreCase("default")) {
            requireRoles(cursor, first, role);
          }
        }
      }
      case "CREDENTIALS", "WITH" -> {
        cursor.skipWord("WITH");
        cursor.expectWord("CREDENTIALS");
        cursor.skipWord("AS");
        requireCredentials(cursor, first, cursor.expectString("the credentials"), accessKey);
      }
      case "ACCESS_KEY_ID" -> {
        cursor.next();
        requireKnown(cursor, first, cursor.expectString("an access key"), accessKey);
        cursor.expectWord("SECRET_ACCESS_KEY");
        cursor.expectString("a secret key");
        if (cursor.skipWord("SESSION_TOKEN")) {
          cursor.expectString("a session token");
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void requireRoles(TokenCursor cursor, Token at, String roles) throws SqlError {
    for (String role : roles.split(",", -1)) {
      if (!ROLE_ARN.matcher(role.strip()).matches()) {
        throw cursor.invalid(
            at,
            "Invalid IAM_ROLE: expected an ARN such as arn:aws:iam::123456789012:role/name, or"
                + " default");
      }
    }
  }

  private static void requireCredentials(
      TokenCursor cursor, Token at, String credentials, String accessKey) throws SqlError {
    for (String pair : credentials.split(";", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? "" : pair.substring(0, equals).strip();
      switch (name) {
        case "aws_iam_role" -> requireRoles(cursor, at, pair.substring(equals + 1));
        case "aws_access_key_id" ->
            requireKnown(cursor, at, pair.substring(equals + 1).strip(), accessKey);
        case "aws_secret_access_key", "token" -> {
          // S3 knows one pair of keys here; the access key says whether it is that pair.
        }
        default ->
            throw cursor.invalid(
                at,
                "Invalid credentials. Must be of the format: credentials"
                    + " 'aws_iam_role=...' or"
                    + " 'aws_access_key_id=...;aws_secret_access_key=...[;token=...]'");
      }
    }
  }

  private static void requireKnown(TokenCursor cursor, Token at, String given, String accessKey)
      throws SqlError {
    if (!given.equals(accessKey)) {
      throw cursor.invalid(
          at,
          "S3ServiceException:The AWS Access Key Id you provided does not exist in our"
              + " records.,Status 403,Error InvalidAccessKeyId");
    }
  }
}
