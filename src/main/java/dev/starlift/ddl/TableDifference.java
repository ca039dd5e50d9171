package dev.starlift.ddl;

import dev.starlift.model.ColumnType;
import dev.starlift.model.Distribution;
import dev.starlift.model.Identifier;
import dev.starlift.model.SortKey;
import dev.starlift.model.Table;
import java.util.List;
import java.util.Set;

/** One thing in which the table in the warehouse is not as its schema file declares it. */
public sealed interface TableDifference {
  /** The difference for a reader, naming what differs and both sides. */
  String sentence();

  /** Would rows that fit the declared table be refused or changed by the actual one? */
  boolean blocksLoad();

  /**
   * What a comparison can leave out, because the catalog does not tell it or tells it otherwise.
   */
  enum Aspect {
    /** The catalog gives expressions in a spelling of its own. */
    DEFAULTS,
    IDENTITIES,
    /** Redshift chooses and changes encodings that are not declared. */
    ENCODINGS,
    COLLATIONS,
    KEYS,
    COMMENTS,
    BACKUP
  }

  /**
   * Compares what every catalog tells: columns, types, NOT NULL, distribution, sort key.
   *
   * @return in the order of the declared columns; empty when the tables agree
   */
  static List<TableDifference> between(Table declared, Table actual) {
    return between(declared, actual, Set.of());
  }

  /** The same, and the aspects that are known of the actual table. */
  static List<TableDifference> between(Table declared, Table actual, Set<Aspect> alsoKnown) {
    return new TableComparison(declared, actual, alsoKnown).differences();
  }

  record MissingColumn(Identifier column, ColumnType type) implements TableDifference {
    @Override
    public String sentence() {
      return "Column %s %s is declared, but the table does not have it."
          .formatted(column, type.ddl());
    }

    @Override
    public boolean blocksLoad() {
      return true;
    }
  }

  /**
   * @param mustBeFilled NOT NULL without a known default: an insert that does not name it fails
   */
  record ExtraColumn(Identifier column, ColumnType type, boolean mustBeFilled)
      implements TableDifference {
    @Override
    public String sentence() {
      return "The table has a column %s %s%s that is not declared."
          .formatted(column, type.ddl(), mustBeFilled ? " NOT NULL" : "");
    }

    @Override
    public boolean blocksLoad() {
      return mustBeFilled;
    }
  }

  record TypeDiffers(Identifier column, ColumnType declared, ColumnType actual)
      implements TableDifference {
    @Override
    public String sentence() {
      return "Column %s is declared as %s, but is %s in the table."
          .formatted(column, declared.ddl(), actual.ddl());
    }

    @Override
    public boolean blocksLoad() {
      return !TypeRules.holdsEveryValue(actual, declared);
    }
  }

  record NullabilityDiffers(Identifier column, boolean declaredNullable)
      implements TableDifference {
    @Override
    public String sentence() {
      return declaredNullable
          ? "Column %s may be NULL as declared, but is NOT NULL in the table.".formatted(column)
          : "Column %s is declared NOT NULL, but may be NULL in the table.".formatted(column);
    }

    @Override
    public boolean blocksLoad() {
      return declaredNullable;
    }
  }

  record DistributionDiffers(Distribution declared, Distribution actual)
      implements TableDifference {
    @Override
    public String sentence() {
      return "The table is declared with %s, but has %s."
          .formatted(DdlPrinter.describe(declared), DdlPrinter.describe(actual));
    }

    @Override
    public boolean blocksLoad() {
      return false;
    }
  }

  record SortKeyDiffers(SortKey declared, SortKey actual) implements TableDifference {
    @Override
    public String sentence() {
      return "The table is declared with %s, but has %s."
          .formatted(DdlPrinter.describe(declared), DdlPrinter.describe(actual));
    }

    @Override
    public boolean blocksLoad() {
      return false;
    }
  }

  /**
   * @param property as the reader knows it: "DEFAULT of column x"
   * @param declared as DDL; empty when nothing is declared
   */
  record PropertyDiffers(Aspect aspect, String property, String declared, String actual)
      implements TableDifference {
    @Override
    public String sentence() {
      return "%s is declared as %s, but is %s in the table."
          .formatted(property, orNone(declared), orNone(actual));
    }

    /** An IDENTITY that only one side has decides whether a load must give the values. */
    @Override
    public boolean blocksLoad() {
      return aspect == Aspect.IDENTITIES && declared.isEmpty() != actual.isEmpty();
    }

    private static String orNone(String ddl) {
      return ddl.isEmpty() ? "none" : ddl;
    }
  }
}
