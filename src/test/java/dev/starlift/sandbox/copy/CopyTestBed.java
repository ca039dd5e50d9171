package dev.starlift.sandbox.copy;

import dev.starlift.ddl.Lexer;
import dev.starlift.sandbox.s3.S3Location;
import dev.starlift.sandbox.s3.S3Objects;
import dev.starlift.sandbox.s3.S3Server;
import dev.starlift.sandbox.s3.S3Upload;
import dev.starlift.sandbox.session.BackendSession;
import dev.starlift.sandbox.session.SqlError;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.commons.io.FileUtils;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** A real PostgreSQL, a real S3 server and an engine between them; tables live for one test. */
final class CopyTestBed implements BeforeEachCallback, AfterEachCallback {
  static final String ROLE = " IAM_ROLE 'arn:aws:iam::123456789012:role/load' ";

  private Servers servers;
  private JdbcSession session;
  private CopyEngine engine;
  private Log log;
  private String folder;

  /** Both servers, once for all tests of the JVM. */
  private static final class Servers implements ExtensionContext.Store.CloseableResource {
    private final EmbeddedPostgres postgres;
    private final S3Server s3;
    private final S3Objects objects;
    private final Path directory;
    private int tests;

    Servers() throws IOException {
      directory = Files.createTempDirectory("starlift-s3");
      postgres = EmbeddedPostgres.start();
      s3 = S3Server.start(directory.resolve("objects"), 0, List.of("raw"));
      objects = new S3Objects(s3.connection());
    }

    @Override
    public void close() throws IOException {
      objects.close();
      s3.close();
      postgres.close();
      FileUtils.deleteDirectory(directory.toFile());
    }
  }

  /** Keeps what it is told. */
  static final class Log implements LoadLog {
    final List<LoadRecord> loads = new ArrayList<>();
    final List<LoadError> errors = new ArrayList<>();
    final List<UnloadRecord> unloads = new ArrayList<>();

    @Override
    public long queryId(BackendSession session) {
      return 4711;
    }

    @Override
    public void recordLoad(BackendSession session, LoadRecord load) {
      loads.add(load);
    }

    @Override
    public void recordError(BackendSession session, LoadError error) {
      errors.add(error);
    }

    @Override
    public void recordUnload(BackendSession session, UnloadRecord unload) {
      unloads.add(unload);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException, SQLException, SqlError {
    servers =
        context
            .getRoot()
            .getStore(Namespace.create(CopyTestBed.class))
            .getOrComputeIfAbsent(Servers.class, key -> start(), Servers.class);
    folder = "test" + ++servers.tests;
    Connection connection = servers.postgres.getPostgresDatabase().getConnection();
    session = new JdbcSession(connection);
    session.query("CREATE SCHEMA " + folder);
    session.query("SET search_path TO " + folder);
    session.query("SET TimeZone TO 'UTC'");
    log = new Log();
    engine = new CopyEngine(servers.s3.connection(), log, (query, who) -> query);
  }

  @Override
  public void afterEach(ExtensionContext context) throws SQLException, SqlError {
    engine.close();
    session.close();
  }

  private static Servers start() {
    try {
      return new Servers();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JdbcSession session() {
    return session;
  }

  S3Server s3() {
    return servers.s3;
  }

  S3Objects objects() {
    return servers.objects;
  }

  Log log() {
    return log;
  }

  /** A key of this test alone. */
  S3Location at(String key) {
    return new S3Location("raw", folder + "/" + key);
  }

  /** The schema of this test alone. */
  String schema() {
    return folder;
  }

  List<List<String>> query(String sql) throws SqlError {
    return session.query(sql);
  }

  CopyResult copy(String sql) throws SqlError, IOException {
    return engine.copy(Lexer.tokens(sql), session);
  }

  long unload(String sql) throws SqlError, IOException {
    return engine.unload(Lexer.tokens(sql), session);
  }

  void put(String key, String text) throws IOException {
    put(key, text.getBytes(StandardCharsets.UTF_8));
  }

  void put(String key, byte[] bytes) throws IOException {
    try (S3Upload out = objects().create(at(key))) {
      out.write(bytes);
    }
  }

  byte[] get(String key) throws IOException {
    try (InputStream in = objects().open(at(key))) {
      return in.readAllBytes();
    }
  }

  String getText(String key) throws IOException {
    return new String(get(key), StandardCharsets.UTF_8);
  }

  List<String> keys(String prefix) throws IOException {
    return objects().list(at(prefix)).stream()
        .map(o -> o.location().key().substring(folder.length() + 1))
        .toList();
  }

  /** Writes records into an Avro file and puts it into S3. */
  void putAvro(String key, Schema schema, CodecFactory codec, List<? extends Object> records)
      throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (DataFileWriter<Object> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.setCodec(codec).create(schema, file);
      for (Object record : records) {
        writer.append(record);
      }
    }
    put(key, file.toByteArray());
  }

  /** Fills the rows of a Parquet file. */
  interface Rows {
    void addTo(ParquetWriter<Group> writer, MessageType schema) throws IOException;
  }

  /** Writes a Parquet file and puts it into S3; returns its size. */
  long putParquet(String key, String schema, CompressionCodecName codec, Rows rows)
      throws IOException {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    MemoryFile file = new MemoryFile();
    try (var writer =
        ExampleParquetWriter.builder(file)
            .withType(type)
            .withCompressionCodec(codec)
            .withRowGroupSize(1L << 20)
            .build()) {
      rows.addTo(writer, type);
    }
    put(key, file.bytes());
    return file.bytes().length;
  }
}
