package dev.starlift.load;

import dev.starlift.report.Progress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a user would have seen, and lets things happen between the steps of a run. */
final class RecordedProgress implements Progress {
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Map<String, Runnable> beforeSteps = new ConcurrentSkipListMap<>();

  /** Something that happens once, when a step is about to begin whose name begins like that. */
  void beforeStep(String name, Runnable event) {
    beforeSteps.put(name, event);
  }

  /** All lines. */
  List<String> said() {
    return said;
  }

  @Override
  public Step begin(String what) {
    beforeSteps.keySet().stream()
        .filter(what::startsWith)
        .findFirst()
        .ifPresent(name -> beforeSteps.remove(name).run());
    return new Step() {
      @Override
      public double done(String outcome) {
        said.add(what + ": " + outcome);
        return 0;
      }

      @Override
      public void failed() {
        said.add(what + ": failed");
      }
    };
  }

  @Override
  public void say(String line) {
    said.addAll(line.lines().toList());
  }
}
