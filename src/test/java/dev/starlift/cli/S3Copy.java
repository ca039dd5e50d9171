package dev.starlift.cli;

import dev.starlift.sandbox.SandboxAddress;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Puts one file into the sandbox's S3, as a source system would. */
final class S3Copy {
  private S3Copy() {}

  static void put(SandboxAddress sandbox, Path file, String bucket, String key) {
    try (S3Client client =
        S3Client.builder()
            .endpointOverride(sandbox.s3Endpoint())
            .region(Region.of(sandbox.region()))
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(sandbox.accessKey(), sandbox.secretKey())))
            .build()) {
      client.putObject(request -> request.bucket(bucket).key(key), file);
    }
  }
}
