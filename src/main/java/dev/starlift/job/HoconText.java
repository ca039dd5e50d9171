package dev.starlift.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import dev.starlift.problem.Location;
import java.io.File;
import java.net.URL;
import java.util.Optional;

/**
 * Turns the text of a file into its root {@link Section}. What the file says is all there is: no
 * includes, no system properties, no environment variables but those that are passed in.
 */
final class HoconText {
  private static final int MAX_MESSAGE = 300;

  private final String file;
  private final Findings findings;

  HoconText(String file, Findings findings) {
    this.file = file;
    this.findings = findings;
  }

  /**
   * @param root the file's root section, with every reference replaced
   * @param rendered the same as text
   */
  record Resolved(Section root, String rendered) {}

  /**
   * @param references what <code>${…}</code> may name, given the file before they are replaced
   * @return empty when the file cannot be read at all; the findings say why
   */
  Optional<Resolved> read(String text, References references) {
    Outline outline = Outline.of(file, text, findings);
    if (outline.isStopped()) {
      return Optional.empty();
    }
    try {
      Config parsed =
          ConfigFactory.parseString(
              text,
              ConfigParseOptions.defaults()
                  .setSyntax(ConfigSyntax.CONF)
                  .setOriginDescription(file)
                  .setIncluder(new NothingIncluded()));
      Config values = ConfigFactory.empty();
      for (Outline.Reference reference : outline.references()) {
        Optional<String> value = references.value(reference, parsed, findings);
        if (value.isPresent()) {
          values =
              values.withValue(
                  ConfigUtil.joinPath(reference.path()),
                  ConfigValueFactory.fromAnyRef(value.get()));
        }
      }
      ConfigObject root =
          parsed.withFallback(values).resolve(ConfigResolveOptions.noSystem()).root();
      for (String key : values.root().keySet()) {
        if (!parsed.root().containsKey(key)) {
          root = root.withoutKey(key);
        }
      }
      String rendered =
          root.render(
              ConfigRenderOptions.defaults()
                  .setOriginComments(false)
                  .setComments(false)
                  .setJson(false));
      return Optional.of(new Resolved(Section.root(root, file, outline, findings), rendered));
    } catch (ConfigException e) {
      findings.add(where(e), message(e, text), "");
      return Optional.empty();
    } catch (StackOverflowError e) {
      // The library descends into what it reads; the outline keeps out what is known to do this.
      findings.add(Location.of(file), "the file is too convoluted to be read.", "");
      return Optional.empty();
    }
  }

  private Location where(ConfigException e) {
    boolean known = e.origin() != null && e.origin().lineNumber() > 0;
    return known ? Location.of(file, e.origin().lineNumber()) : Location.of(file);
  }

  private String message(ConfigException e, String text) {
    int line = where(e).line();
    // The library quotes what it stumbles over, which must not be a password.
    if (line > 0 && Secrets.mayHold(text.lines().skip(line - 1L).findFirst().orElse(""))) {
      return "this line is not valid HOCON.";
    }
    String message = String.valueOf(e.getMessage());
    int begin = message.startsWith(file + ": ") ? file.length() + 2 : 0;
    String told = message.substring(begin).replaceFirst("^\\d+(-\\d+)?: ", "");
    return told.length() > MAX_MESSAGE ? told.substring(0, MAX_MESSAGE) + "…" : told;
  }

  /** What <code>${…}</code> stands for. */
  interface References {
    /**
     * The value to put in the place of a reference. One that is not allowed is a finding; it gets a
     * value all the same when that lets the reader find more problems.
     */
    Optional<String> value(Outline.Reference reference, Config parsed, Findings findings);
  }

  /** The outline has reported every include; this keeps the library from following any. */
  private static final class NothingIncluded
      implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      return refused();
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      return refused();
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
      return refused();
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
      return refused();
    }

    private static ConfigObject refused() {
      return ConfigFactory.empty().root();
    }
  }
}
