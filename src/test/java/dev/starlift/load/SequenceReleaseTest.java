package dev.starlift.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starlift.problem.ExitCode;
import dev.starlift.problem.StarliftException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Surrogate keys that the table counts, through the sandbox. */
class SequenceReleaseTest {
  private static final String DDL =
      """
      CREATE TABLE dw.dim_city (
        city_key INTEGER NOT NULL PRIMARY KEY,
        city VARCHAR(10) NOT NULL,
        country CHAR(2) NOT NULL,
        size INTEGER,
        UNIQUE (city, country)
      );
      CREATE TABLE dw.fact_visit (
        visit_id INTEGER NOT NULL PRIMARY KEY,
        city_key INTEGER NOT NULL REFERENCES dw.dim_city (city_key)
      );
      """;

  private static final String JOB =
      """
      sources.cities {
        path = ${raw}"/cities/"
        format = csv
        columns { city = "varchar(10) not null", country = "char(2) not null", size = integer }
        key = [city, country], order = [size]
      }
      sources.visits {
        path = ${raw}"/visits/"
        format = csv
        no-files = ok
        columns { visit_id = "integer not null", city = "varchar(10)", country = "char(2)" }
      }
      tables."dw.dim_city" { from = cities, mode = upsert, keys = sequence }
      tables."dw.fact_visit" {
        from = visits
        mode = append
        lookups.city_key {
          table = "dw.dim_city", on { city = city, country = country }, missing = unknown-member
        }
      }
      """;

  private static final String HEADER = "city,country,size";

  @Test
  void newMembersGetTheNextNumbersAndOldOnesKeepTheirs() {
    ReleaseBed bed = ReleaseBed.with(DDL, JOB);
    bed.put("cities/1.csv", HEADER, "Rome,it,3", "Bonn,de,1", "Paris,fr,9")
        .put("visits/1.csv", "visit_id,city,country", "1,Paris,fr", "2,Oslo,no", "3,Bonn ,de");

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(cities(bed)).containsExactly("-1|Unknown|-1", "1|Bonn|1", "2|Paris|9", "3|Rome|3");
    assertThat(visits(bed)).containsExactly("1|2", "2|-1", "3|1");

    bed.put("cities/2.csv", HEADER, "Rome,it,4", "Aachen,de,2", "Paris,us,1", "Oslo,no,5")
        .put("visits/2.csv", "visit_id,city,country", "4,Paris,us", "5,Rome,it", "6,Oslo,no");
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    List<String> all =
        List.of(
            "-1|Unknown|-1",
            "1|Bonn|1",
            "2|Paris|9",
            "3|Rome|4",
            "4|Aachen|2",
            "5|Oslo|5",
            "6|Paris|1");
    assertThat(cities(bed)).isEqualTo(all);
    assertThat(visits(bed)).containsExactly("1|2", "2|-1", "3|1", "4|6", "5|3", "6|5");

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);
    assertThat(bed.said()).last().asString().contains("Already loaded");
    assertThat(cities(bed)).isEqualTo(all);
  }

  @Test
  void aRunThatLosesTheRaceCountsAgain() {
    ReleaseBed bed = ReleaseBed.with(DDL, JOB);
    bed.put("cities/1.csv", HEADER, "Rome,it,3");
    bed.run();
    bed.put("cities/2.csv", HEADER, "Bonn,de,1");
    ReleaseBed other =
        bed.alsoWith(JOB.replace("/cities/", "/more/"), "small2")
            .put("more/1.csv", HEADER, "Oslo,no,1", "Rome,it,5");
    bed.beforeStep("publish", () -> assertThat(other.run()).isEqualTo(ExitCode.DONE));

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.said())
        .anySatisfy(line -> assertThat(line).contains("dim_city meanwhile; computing again"));
    assertThat(cities(bed)).containsExactly("1|Rome|5", "2|Oslo|1", "3|Bonn|1");
  }

  @Test
  void numbersDoNotDependOnFilesOrTheOrderOfRows() {
    ReleaseBed bed = ReleaseBed.with(DDL, JOB);
    Random random = new Random(7);
    List<String> rows = new java.util.ArrayList<>();
    for (int i = 0; i < 300; i++) {
      rows.add("c%03d,de,%d".formatted(i, i));
    }
    java.util.Collections.shuffle(rows, random);
    for (int file = 0; file < 3; file++) {
      List<String> lines = new java.util.ArrayList<>(List.of(HEADER));
      lines.addAll(rows.subList(100 * file, 100 * file + 100));
      bed.put("cities/%d.csv".formatted(file), lines.toArray(String[]::new));
    }

    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT COUNT(*) FROM dw.dim_city WHERE city_key = size + 1"))
        .containsExactly("300");
  }

  @Test
  @DisplayName("V50 numbers that the key does not hold fail before anything is published")
  void numbersThatTheKeyDoesNotHoldFailBeforeAnythingIsPublished() {
    ReleaseBed bed = ReleaseBed.with(DDL, JOB);
    bed.put("cities/1.csv", HEADER, "Rome,it,3");
    bed.run();
    bed.execute("INSERT INTO dw.dim_city VALUES (2147483646, 'Last', 'xx', 0)");
    bed.put("cities/2.csv", HEADER, "Rome,it,4", "Bonn,de,1");
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);
    assertThat(cities(bed)).contains("2147483647|Bonn|1", "1|Rome|4");
    bed.put("cities/3.csv", HEADER, "Oslo,no,1");

    assertThatThrownBy(bed::run)
        .isInstanceOf(StarliftException.class)
        .hasMessageContaining("has numbers up to 2,147,483,647, and its key holds 2,147,483,647")
        .extracting(failure -> ((StarliftException) failure).code())
        .isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cities(bed)).hasSize(3);
  }

  @Test
  void versionsOfMembersAreNumberedToo() {
    ReleaseBed bed =
        ReleaseBed.with(
            """
            CREATE TABLE dw.dim_shop (
              shop_key INTEGER NOT NULL PRIMARY KEY,
              shop VARCHAR(10) NOT NULL,
              owner VARCHAR(10),
              valid_from TIMESTAMP NOT NULL,
              valid_to TIMESTAMP NOT NULL,
              is_current BOOLEAN NOT NULL,
              UNIQUE (shop, valid_from)
            );
            """,
            """
            sources.shops {
              path = ${raw}"/shops/"
              format = csv
              columns { shop = "varchar(10) not null", owner = "varchar(10)", since = "timestamp not null" }
              key = [shop, since]
            }
            tables."dw.dim_shop" {
              from = shops, mode = scd2, keys = sequence, history { from = since }
            }
            """);
    bed.put(
        "shops/1.csv", "shop,owner,since", "b,x,2024-01-01T00:00:00", "a,x,2024-01-01T00:00:00");
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);
    bed.put(
        "shops/2.csv", "shop,owner,since", "a,y,2024-03-01T00:00:00", "a,z,2024-02-01T00:00:00");
    assertThat(bed.run()).isEqualTo(ExitCode.DONE);

    assertThat(bed.query("SELECT shop_key, shop, owner, is_current FROM dw.dim_shop"))
        .containsExactly("1|a|x|f", "2|b|x|t", "3|a|z|f", "4|a|y|t");
  }

  private static List<String> cities(ReleaseBed bed) {
    return bed.query("SELECT city_key, city, size FROM dw.dim_city").stream()
        .map(row -> row.replace("|null", "|-1"))
        .toList();
  }

  private static List<String> visits(ReleaseBed bed) {
    return bed.query("SELECT visit_id, city_key FROM dw.fact_visit");
  }
}
