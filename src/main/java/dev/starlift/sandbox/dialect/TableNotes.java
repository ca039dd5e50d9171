package dev.starlift.sandbox.dialect;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client declares of a table that PostgreSQL has no place for: informational keys,
 * distribution, sorting, encodings. Handed to the catalog as JSON.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
final class TableNotes {
  private static final ObjectMapper JSON = new ObjectMapper();

  public String diststyle = "";
  public String distkey = "";
  public String sortstyle = "";
  public List<String> sortkey = List.of();
  public final Map<String, String> encodings = new LinkedHashMap<>();
  public final Map<String, String> identities = new LinkedHashMap<>();
  public final List<Key> keys = new ArrayList<>();

  /** The table that this one was made like, as PostgreSQL's text of a regclass; empty for none. */
  public String like = "";

  /**
   * @param kind {@code p}, {@code u} or {@code f}
   * @param name empty for the one Redshift would make up
   * @param table for a foreign key, the referenced table as PostgreSQL's text of a regclass
   * @param references empty for the primary key of that table
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Key(
      String kind, String name, List<String> columns, String table, List<String> references) {}

  boolean isEmpty() {
    return toJson().equals("{}");
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Strings and lists always become JSON", e);
    }
  }
}
