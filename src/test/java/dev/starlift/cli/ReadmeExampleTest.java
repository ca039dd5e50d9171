package dev.starlift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starlift.cli.CommandProcess.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README's job from scratch, done as README says, with nothing but what is written there. */
class ReadmeExampleTest {
  private static final Pattern FILE =
      Pattern.compile("(?m)^`(shop/[^`]+)`.*:\\n\\n```\\w+\\n([\\s\\S]*?)^```$");
  private static final Pattern COMMAND = Pattern.compile("(?m)^\\./starlift (.*?)( +#.*)?$");
  private static final Pattern PRINTED = Pattern.compile("```text\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @TempDir Path folder;

  @Test
  void theJobFromScratchDoesWhatTheReadmeSays() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String section =
        readme.substring(
            readme.indexOf("## A job from scratch"), readme.indexOf("## Environments"));
    Matcher files = FILE.matcher(section);
    int written = 0;
    while (files.find()) {
      Path file = folder.resolve(files.group(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, here(files.group(2)));
      written++;
    }
    assertThat(written).isEqualTo(6);

    List<Outcome> outcomes = new ArrayList<>();
    Matcher commands = COMMAND.matcher(section);
    while (commands.find()) {
      outcomes.add(CommandProcess.run(folder, words(here(commands.group(1)))));
    }

    assertThat(outcomes)
        .hasSize(5)
        .allSatisfy(outcome -> assertThat(outcome.code()).as(outcome.everything()).isZero());
    assertThat(outcomes.get(1).out()).contains("orders rejected 1 row for DECIMAL");
    assertThat(outcomes.get(2).out()).contains("Already loaded");
    assertThat(outcomes.get(3).out()).contains("2026-06-30.csv:4", "amount", "not a DECIMAL(10,2)");
    Matcher printed = PRINTED.matcher(section);
    assertThat(printed.find()).isTrue();
    assertThat(outcomes.get(4).out()).isEqualTo(printed.group(1));
  }

  /** README's files lie in a clone, those of the test in a folder of its own. */
  private String here(String text) {
    return text.replaceAll("(?<![\\w/])shop/", Matcher.quoteReplacement(folder + "/shop/"));
  }

  private static String[] words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      words.add(word.group(1) != null ? word.group(1) : word.group(2));
    }
    return words.toArray(String[]::new);
  }
}
