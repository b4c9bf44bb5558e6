package dev.upcall.compiler.tool;

import dev.upcall.compiler.decision.CPolicy;
import dev.upcall.core.decision.Answer;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Compares a policy's Java with its C, built with this machine's gcc under strict flags and the
 * sanitisers: whole sequences of decisions, and of answers that come back late.
 */
public final class PolicyTwin {
  /** What the C of policies is held to. */
  public static final List<String> FLAGS =
      List.of(
          "-std=c99",
          "-O2",
          "-ffp-contract=off",
          "-fsanitize=address,undefined",
          "-fno-sanitize-recover=all",
          "-Wall",
          "-Wextra",
          "-Wpedantic",
          "-Wconversion",
          "-Wsign-conversion",
          "-Wshadow",
          "-Wcast-align",
          "-Wmissing-prototypes",
          "-Wundef",
          "-Wvla",
          "-Werror");

  private static final Duration BUILD_LIMIT = Duration.ofMinutes(2);
  private static final Duration RUN_LIMIT = Duration.ofMinutes(10);

  /** Of the samples that the policy accepts, one in so many is answered all the same. */
  private static final int AUDITED = 40;

  private final ProcessRunner runner;
  private final Path folder;
  private final CPolicy c;
  private final List<byte[]> pushed = new ArrayList<>();

  /**
   * One sample of a sequence.
   *
   * @param label what the tier above answers
   * @param delay samples until that arrives, 0: before the next
   */
  public record Sample(Scores scores, int label, int delay) {}

  /**
   * What came of it.
   *
   * @param mismatches verdicts of Java's that C did not take
   * @param accepted verdicts of Java's that are ACCEPT
   */
  public record Comparison(int mismatches, int accepted) {}

  private record Due(int at, Answer answer) {}

  /**
   * Builds the C.
   *
   * @param folder an empty one
   * @throws dev.upcall.core.diagnostic.UpcallException UP26xx where gcc is missing or finds fault
   */
  public PolicyTwin(ProcessRunner runner, Path folder, CPolicy c) {
    this.runner = runner;
    this.folder = folder;
    this.c = c;
    try {
      c.files().forEach(this::write);
      write("upcall_ladder.h", template("runtime/upcall_ladder.h"));
      write("twin.c", template("decision/upcall_policy_twin.c"));
      List<String> command = new ArrayList<>(List.of("gcc"));
      command.addAll(FLAGS);
      command.add("-DUPCALL_TWIN=" + c.name());
      command.add("-DUPCALL_TWIN_HEADER=\"" + c.name() + ".h\"");
      command.add("-DUPCALL_TWIN_LEARNS=" + (c.stateful() ? 1 : 0));
      command.add("-DUPCALL_TWIN_PUSHED=" + c.pushed());
      command.addAll(List.of("-o", "twin", "twin.c"));
      c.files().keySet().stream().filter(name -> name.endsWith(".c")).forEach(command::add);
      require(runner.run(command, folder, BUILD_LIMIT), "gcc");
    } catch (UncheckedIOException e) {
      throw failed(folder.toString(), e.getMessage());
    }
  }

  /**
   * Makes the C take values for its pushed parameters before each run, or refuse them.
   *
   * @param fit whether it is to take them
   */
  public void push(List<Float> values, boolean fit) {
    ByteBuffer event =
        ByteBuffer.allocate(2 + Float.BYTES * values.size()).order(ByteOrder.LITTLE_ENDIAN);
    event.put((byte) 'P').put((byte) (fit ? 1 : 0));
    values.forEach(event::putFloat);
    pushed.add(event.array());
  }

  /** Lets it begin with the values it was translated with. */
  public void forgetPushed() {
    pushed.clear();
  }

  /**
   * Runs both.
   *
   * @param policy that has seen nothing yet
   * @param samples in the order they come
   */
  public Comparison compare(Policy policy, List<Sample> samples) {
    byte[] expected = new byte[samples.size()];
    try {
      try (DataOutputStream events = open("events")) {
        for (byte[] event : pushed) {
          events.write(event);
        }
        Deque<Due> open = new ArrayDeque<>();
        for (int i = 0; i < expected.length; i++) {
          Sample sample = samples.get(i);
          Verdict verdict = policy.decide(sample.scores());
          expected[i] = (byte) verdict.ordinal();
          events.write('D');
          events.write(bytes(sample.scores()));
          boolean accepted = !verdict.asks() && verdict != Verdict.CONTINUE;
          if (!accepted || i % AUDITED == 0) {
            Scores scores = sample.scores();
            boolean audited = accepted || verdict == Verdict.AUDIT;
            Answer answer = new Answer(scores, scores.top1(), sample.label(), audited);
            open.add(new Due(i + sample.delay(), answer));
          }
          for (int n = open.size(); n > 0; n--) {
            Due due = open.remove();
            if (due.at() > i) {
              open.add(due);
            } else {
              policy.feedback(due.answer());
              write(events, due.answer());
            }
          }
        }
      }
      require(
          runner.run(
              List.of(folder.resolve("twin").toString(), "events", "verdicts"), folder, RUN_LIMIT),
          "twin");
      byte[] found = Files.readAllBytes(folder.resolve("verdicts"));
      int wrong = Math.abs(found.length - expected.length);
      int accepted = 0;
      for (int i = 0; i < Math.min(found.length, expected.length); i++) {
        wrong += found[i] == expected[i] ? 0 : 1;
        accepted += expected[i] == Verdict.ACCEPT.ordinal() ? 1 : 0;
      }
      return new Comparison(wrong, accepted);
    } catch (IOException e) {
      throw failed(folder.toString(), e.getMessage());
    }
  }

  private DataOutputStream open(String name) throws IOException {
    return new DataOutputStream(
        new BufferedOutputStream(Files.newOutputStream(folder.resolve(name))));
  }

  private static byte[] bytes(Scores scores) {
    return ByteBuffer.allocate(23 + scores.count())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) scores.count())
        .putFloat(scores.scale())
        .putInt(scores.zeroPoint())
        .put((byte) scores.members())
        .put((byte) scores.agreeing())
        .putInt(scores.millis())
        .putInt(scores.boot())
        .putShort((short) scores.minute())
        .put((byte) (scores.linked() ? 1 : 0))
        .put(scores.logits())
        .array();
  }

  private static void write(DataOutputStream events, Answer answer) throws IOException {
    events.write('F');
    events.write(bytes(answer.scores()));
    events.write(
        ByteBuffer.allocate(5)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) answer.local())
            .putShort((short) answer.label())
            .put((byte) (answer.audited() ? 1 : 0))
            .array());
  }

  private static void require(ProcessRunner.Result result, String program) {
    if (!result.ok() || !result.output().isEmpty()) {
      throw failed(program, result.output());
    }
  }

  private static UpcallException failed(String at, String found) {
    return Diagnostic.of(ToolCode.BUILD_FAILED).at("%s", at).found("%s", found).toException();
  }

  private static String template(String name) {
    try (InputStream in = PolicyTwin.class.getResourceAsStream("/upcall/templates/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String name, String text) {
    try {
      Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
