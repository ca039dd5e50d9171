package dev.starlift.sandbox.copy;

import java.io.IOException;

/** A value that the format of an UNLOAD cannot hold: no fault of S3. */
final class RefusedValueException extends IOException {
  RefusedValueException(String message) {
    super(message);
  }
}
