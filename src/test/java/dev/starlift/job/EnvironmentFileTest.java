package dev.starlift.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.job.Environment.FromEnvironment;
import dev.starlift.job.Environment.FromIam;
import dev.starlift.job.Environment.FromSandbox;
import dev.starlift.job.Environment.FromSecretsManager;
import dev.starlift.job.Environment.Namespace;
import dev.starlift.job.Environment.SandboxSettings;
import dev.starlift.job.Environment.ShareDefinition;
import dev.starlift.job.Environment.Storage;
import dev.starlift.job.Environment.Writer;
import dev.starlift.model.Identifier;
import dev.starlift.problem.ExitCode;
import dev.starlift.problem.Location;
import dev.starlift.problem.Problem;
import dev.starlift.problem.Problems;
import dev.starlift.problem.StarliftException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentFileTest {
  private static final String FILE = "conf/test.conf";
  private static final String SECRET =
      "arn:aws:secretsmanager:eu-west-1:123456789012:secret:loader-AbCdEf";
  private static final String ROLE = "arn:aws:iam::123456789012:role/copy";
  private static final String GUID = "1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d";

  private static final String FULL =
      """
      environment = test
      variables = [AS_OF, UNSET]
      namespaces {
        producer {
          url = "jdbc:redshift://warehouse.example.com:5439/dw;sslmode=verify-full"
          credentials { secret = "%s" }
          namespace-id = "%s"
        }
        analytics {
          url = "jdbc:redshift:iam://analytics.example.com:5439/dw;ApplicationName=x"
          credentials { iam { database-user = reader } }
        }
        reporting {
          url = "jdbc:redshift://localhost:5439/dw?sslmode=disable"
          credentials { user-variable = DW_USER, password-variable = DW_PASSWORD }
        }
      }
      producer = producer
      copy-role = "%s"
      storage {
        raw = "s3://raw-bucket/"${env.AS_OF}"/"
        stage = "s3a://work-bucket/stage/"
        rejects = "s3://work-bucket/rejects"
        runs = "/var/runs"
      }
      writer = connector
      shares {
        shop_share {
          schemas = [shop, shop_sales]
          consumers { analytics = shop_shared, reporting = shop_read }
          publicly-accessible = true
          include-new = true
        }
      }
      spark.sql.shuffle.partitions = 64
      spark { executor.memory = 8g, "hadoop.fs.s3a.path.style.access" = true }
      sandbox { directory = ".data", buckets = [raw-bucket, work-bucket, more] }
      """
          .formatted(SECRET, GUID, ROLE);

  /** An environment of AWS, where nothing brings itself. */
  private static final String AWS =
      """
      environment = aws
      namespaces {
        producer {
          url = "jdbc:redshift://warehouse.example.com:5439/dw"
          credentials { iam {} }
        }
        analytics {
          url = "jdbc:redshift://analytics.example.com:5439/dw"
          credentials { iam {} }
        }
      }
      producer = producer
      copy-role = "%s"
      storage {
        raw = "s3://raw-bucket"
        stage = "s3://work-bucket/stage"
        rejects = "s3://work-bucket/rejects"
        runs = "s3://work-bucket/runs"
      }
      shares {
        shop_share { schemas = [shop], consumers { analytics = shop_shared } }
      }
      spark.executor.cores = 4
      """
          .formatted(ROLE);

  private static Environment parse(String text) {
    return EnvironmentFile.parse(
        new MemoryFiles().with(FILE, text), FILE, Map.of("AS_OF", "2026", "HOME", "/home/x"));
  }

  private static List<String> problems(String text) {
    Problems problems = new Problems();
    EnvironmentFile.parse(
        new MemoryFiles().with(FILE, text),
        FILE,
        Map.of("AS_OF", "2026", "HOME", "/home/x"),
        problems);
    return problems.all().stream().map(Problem::toString).toList();
  }

  @Test
  void everyKeyIsRead() {
    assertThat(parse(FULL))
        .isEqualTo(
            new Environment(
                "test",
                FILE,
                Map.of(
                    "producer",
                    new Namespace(
                        "producer",
                        Location.of(FILE, 4),
                        Optional.of(
                            "jdbc:redshift://warehouse.example.com:5439/dw;sslmode=verify-full"),
                        Optional.of(GUID),
                        new FromSecretsManager(SECRET)),
                    "analytics",
                    new Namespace(
                        "analytics",
                        Location.of(FILE, 9),
                        Optional.of(
                            "jdbc:redshift:iam://analytics.example.com:5439/dw;ApplicationName=x"),
                        Optional.empty(),
                        new FromIam(Optional.of("reader"))),
                    "reporting",
                    new Namespace(
                        "reporting",
                        Location.of(FILE, 13),
                        Optional.of("jdbc:redshift://localhost:5439/dw?sslmode=disable"),
                        Optional.empty(),
                        new FromEnvironment("DW_USER", "DW_PASSWORD"))),
                "producer",
                Optional.of(ROLE),
                new Storage(
                    "s3://raw-bucket/2026",
                    "s3a://work-bucket/stage",
                    "s3://work-bucket/rejects",
                    "/var/runs"),
                Writer.CONNECTOR,
                List.of(
                    new ShareDefinition(
                        Identifier.of("shop_share"),
                        Location.of(FILE, 28),
                        List.of(Identifier.of("shop"), Identifier.of("shop_sales")),
                        Map.of(
                            "analytics",
                            Identifier.of("shop_shared"),
                            "reporting",
                            Identifier.of("shop_read")),
                        true,
                        true)),
                Map.of(
                    "spark.sql.shuffle.partitions", "64",
                    "spark.executor.memory", "8g",
                    "spark.hadoop.fs.s3a.path.style.access", "true"),
                Optional.of(
                    new SandboxSettings(".data", List.of("raw-bucket", "work-bucket", "more"))),
                Map.of("AS_OF", "2026")));
  }

  @Test
  void aSandboxBringsUrlCredentialsRoleAndBuckets() {
    Environment environment =
        parse(
            """
            environment = sandbox
            namespaces { producer {} }
            producer = producer
            storage { raw = "s3://raw", stage = "s3://lake/stage", rejects = "s3://lake/r", runs = "runs" }
            sandbox { directory = ".data" }
            """);

    Namespace producer = environment.namespaces().get("producer");
    assertThat(producer.url()).isEmpty();
    assertThat(producer.credentials()).isEqualTo(new FromSandbox());
    assertThat(environment.copyRole()).isEmpty();
    assertThat(environment.writer()).isEqualTo(Writer.COPY);
    assertThat(environment.sandbox().orElseThrow().buckets()).containsExactly("lake", "raw");
  }

  @Test
  void namespacesOfASandboxHaveAKind() {
    String text =
        """
        environment = sandbox
        namespaces { producer {}, analytics {} }
        producer = producer
        storage { raw = "s3://raw", stage = "s3://stage", rejects = "s3://rejects", runs = "runs" }
        sandbox { directory = ".data", serverless = [analytics], publicly-accessible = [producer] }
        """;

    SandboxSettings settings = parse(text).sandbox().orElseThrow();
    assertThat(settings.serverless()).containsExactly("analytics");
    assertThat(settings.publiclyAccessible()).containsExactly("producer");
    assertThatThrownBy(() -> parse(text.replace("[analytics]", "[analytic]")))
        .hasMessageContaining(":5: the environment has no namespace 'analytic'");
  }

  @Test
  void theAwsEnvironmentIsFineAsItIs() {
    assertThatCode(() -> parse(AWS)).doesNotThrowAnyException();
  }

  static List<Arguments> brokenRules() {
    return List.of(
        broken("environment = aws", "enviroment = aws", ": 'environment' is missing."),
        broken("environment = aws", "environment = aws, x = 1", ":1: unknown key 'x'."),
        broken(
            "producer = producer", "producer = produce", ":12: the environment has no namespace"),
        broken("producer = producer", "producer.x = 1", ":12: 'producer' must be a text, not obj"),
        broken("  producer {", "  \"a b\" {", ":3: 'a b' is not a name for a namespace."),
        broken("credentials { iam {} }", "", ":3: 'credentials' is missing in namespaces.producer"),
        broken("credentials { iam {} }", "credentials {}", ":5: credentials do not say where"),
        broken(
            "credentials { iam {} }",
            "credentials { iam {}, secret = \"%s\" }".formatted(SECRET),
            ":5: credentials come in more than one way."),
        broken(
            "credentials { iam {} }",
            "credentials { secret = hunter2 }",
            ":5: secret is not the ARN of a secret in AWS Secrets Manager."),
        broken(
            "credentials { iam {} }",
            "credentials { password = hunter2 }",
            ":5: unknown key 'password' in namespaces.producer.credentials."),
        broken(
            "credentials { iam {} }",
            "credentials { user-variable = U, password-variable = \"hunter2!\" }",
            ":5: password-variable is not the name of an environment variable."),
        broken(
            "credentials { iam {} }",
            "credentials { user-variable = U }",
            ":5: 'password-variable' is missing"),
        broken(
            "credentials { iam {} }",
            "credentials { iam { database-user = \"a b\" } }",
            ":5: 'a b' is not a database user."),
        broken(
            "credentials { iam {} }",
            "credentials { iam {} }, namespace-id = x",
            ":5: namespace-id is not a GUID."),
        broken("copy-role = \"" + ROLE + "\"", "", ": 'copy-role' is missing."),
        broken(ROLE, "x' ; drop table t; --", ":13: copy-role is not the ARN of an IAM role."),
        broken("\"s3://raw-bucket\"", "\"file:///raw\"", ":15: raw is on this machine, which only"),
        broken("\"s3://raw-bucket\"", "\"raw\"", ":15: raw is on this machine, which only an"),
        broken(
            "\"s3://raw-bucket\"", "\"https://raw-bucket\"", ":15: raw is neither s3:// nor s3a"),
        broken(
            "\"s3://raw-bucket\"",
            "\"s3://AKIA:hunter2@raw-bucket\"",
            ":15: raw has credentials in it, which no file may hold."),
        broken("\"s3://raw-bucket\"", "\"s3://raw/../x\"", ":15: raw leaves its folder with '..'."),
        broken(
            "\"s3://raw-bucket\"", "\"s3://work-bucket/\"", ":16: raw and stage lie in each oth"),
        broken("/runs\"", "/stage/runs\"", ":18: stage and runs lie in each other."),
        broken("  stage = \"s3://work-bucket/stage\"\n", "", ":14: 'stage' is missing in storage."),
        broken("schemas = [shop]", "schemas = []", ":21: the share has no schema."),
        broken(
            "analytics = shop", "analytic = shop", ":21: the environment has no namespace 'anal"),
        broken("analytics = shop", "producer = shop", ":21: 'producer' is the producer itself."),
        broken(
            "spark.executor.cores", "spark.hadoop.fs.s3a.secret.key", ":23: spark.hadoop.fs.s3a.s"),
        broken(
            "cores = 4", "extraJavaOptions = \"-Dpassword=hunter2\"", ":23: spark.executor.extra"),
        broken(
            "spark.executor", "writer = both, spark.executor", ":23: this version does not know"),
        broken(
            "environment = aws", "environment = ${HOME}", ":1: ${HOME} stands for nothing here."),
        broken("environment = aws", "environment = ${env.HOME}", ":1: ${env.HOME} stands for noth"),
        broken(
            "environment = aws",
            "environment = ${env.NONE}, variables = [NONE]",
            ":1: the environment variable NONE is not set."),
        broken(
            "environment = aws",
            "environment = aws, variables = [DW_PASSWORD]",
            ":1: variable DW_PASSWORD holds a secret, which jobs must not refer to."),
        broken(
            "environment = aws",
            "environment = aws, sandbox { directory = d, buckets = [raw-bucket] }",
            ":1: storage names buckets that the sandbox does not have: work-bucket."));
  }

  private static Arguments broken(String good, String bad, String problem) {
    return Arguments.of(good, bad, problem);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @MethodSource("brokenRules")
  void aBrokenRuleIsAProblemAtItsLine(String good, String bad, String problem) {
    assertThat(AWS).contains(good);

    List<String> problems =
        problems(AWS.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(bad)));

    assertThat(problems).anySatisfy(found -> assertThat(found).startsWith(FILE + problem));
    assertThat(String.join("\n", problems)).doesNotContain("hunter2", "AKIA", "/home/x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sslfactory=org.example.Any",
        "socketFactory=org.example.Any",
        "plugin_name=org.example.Any",
        "Plugin_Name=org.example.Any",
        "datatype.super=org.example.Any",
        "sslpasswordcallback=org.example.Any",
        "loggerFile=/tmp/x",
        "LogPath=/tmp",
        "LogLevel=6",
        "DSILogLevel=6",
        "preferQueryMode=simple",
        "enableMultiSqlSupport=true",
        "AutoCreate=true",
        "IniFile=/tmp/x",
        "user=admin",
        "sslmode=verify-ca",
        "sslmode=require",
        "SSLMode=disable",
        "ssl=false",
        "ssl=true;ssl=false",
        "password=hunter2",
        "PWD=hunter2",
        "AccessKeyID=AKIA;SecretAccessKey=hunter2",
        "SessionToken=hunter2"
      })
  void driverPropertiesThatLoadCodeWriteFilesOrWeakenTlsAreRefused(String property) {
    for (String separator : List.of(";", "?", "?region=x&", ";region=x;")) {
      String aws =
          AWS.replace("warehouse.example.com:5439/dw", "w.example.com/dw" + separator + property);

      assertThat(problems(aws))
          .isNotEmpty()
          .allMatch(problem -> problem.startsWith(FILE + ":4: url "))
          .noneMatch(problem -> problem.contains("hunter2") || problem.contains("AKIA"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://warehouse.example.com/dw",
        "jdbc:redshift://admin:hunter2@warehouse.example.com/dw",
        "jdbc:redshift:warehouse.example.com/dw",
        "jdbc:redshift://warehouse.example.com",
        "warehouse.example.com",
        "jdbc:redshift://localhost.example.com:5439/dw?sslmode=disable",
      })
  void onlyARedshiftUrlWithoutUserInfoIsTaken(String url) {
    String aws = AWS.replace("jdbc:redshift://warehouse.example.com:5439/dw", url);

    assertThat(problems(aws))
        .singleElement()
        .asString()
        .startsWith(FILE + ":4: url ")
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
  void tlsMayBeOffOnThisMachineOnly(String host) {
    String aws = AWS.replace("warehouse.example.com:5439/dw", host + ":5439/dw?sslmode=disable");

    assertThat(problems(aws)).isEmpty();
  }

  @Test
  void allProblemsAreToldAtOnce() {
    String broken =
        AWS.replace("copy-role", "copyrole")
            .replace("s3://raw-bucket", "")
            .replace("= shop_", "= 7");

    assertThatThrownBy(() -> parse(broken))
        .isInstanceOfSatisfying(
            StarliftException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ExitCode.WRONG_USAGE);
              assertThat(e.problems()).hasSizeGreaterThanOrEqualTo(3);
            });
  }

  @Test
  void aFileThatIsNotThereIsAProblem() {
    assertThatThrownBy(() -> EnvironmentFile.parse(new LocalFiles(), "conf/no-such.conf", Map.of()))
        .isInstanceOf(StarliftException.class)
        .hasMessage("conf/no-such.conf: there is no file conf/no-such.conf.");
  }
}
