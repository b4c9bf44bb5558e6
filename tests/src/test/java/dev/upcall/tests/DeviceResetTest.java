package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.tool.Image;
import dev.upcall.core.wire.Result;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.ensemble.CombinedAnswer;
import dev.upcall.host.ensemble.Ensemble;
import dev.upcall.host.inject.Injected;
import dev.upcall.host.transport.SerialTransport;
import dev.upcall.tests.project.OfflineLadder.Outcome;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Amount;
import dev.upcall.tests.rig.Desk;
import dev.upcall.tests.rig.KeyedDevice;
import dev.upcall.tests.rig.Prepared;
import dev.upcall.tests.rig.RunningBoard;
import dev.upcall.tests.rig.StaleAnswers;
import dev.upcall.tests.rig.TappedTransport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * RELIABILITY R10: a device is reset at any moment, also within a frame, and told again what its
 * starts before were answered, and this one before. It takes none of that: each sample gets its own
 * answer.
 */
class DeviceResetTest {
  private static final int RESETS = Amount.of(50, 1000);

  /** About as long as an upcall of four frames takes, and its answer. */
  private static final int LONGEST_LIFE_US = 60_000;

  private static final String ALWAYS_ASK =
      """
      stages:
        - {run: small, policy: {use: LogisticRegression, beta: -100, w1: 1, w2: -1}}
      """;

  @TempDir Path folder;

  @Test
  void noStartTakesWhatWasMeantForAnother() throws Exception {
    SyntheticProject synthetic =
        new SyntheticProject("reset", List.of(48, 48, 1), 5, 40, SyntheticProject.PATIENT_MS);
    Prepared prepared = Prepared.of(synthetic.write(folder.resolve("project"), ALWAYS_ASK));
    Image image =
        RunningBoard.image(
            RunningBoard.build(prepared.project(), "posix", folder.resolve("output")));
    Path key = Files.writeString(folder.resolve("key"), "0123456789abcdef".repeat(4) + "\n");
    CombinedAnswer[] answers =
        Ensemble.evaluate(
            prepared.project(),
            prepared.expected().stream().map(Outcome::input).toList(),
            prepared.project().manifest().host().members());
    StaleAnswers stale = new StaleAnswers(synthetic.classes());
    Random random = new Random(10);
    int underWay = 0;
    KeyedDevice device = KeyedDevice.start(image, key, folder);
    try (Desk desk = Desk.serving(prepared.project())) {
      desk.attach(new TappedTransport(port(device), stale));
      for (int reset = 0; reset < RESETS; reset++) {
        int sample = reset % answers.length;
        CompletableFuture<Injected> result = desk.injectOne(prepared.raw().get(sample));
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(LONGEST_LIFE_US)));
        underWay += result.isDone() ? 0 : 1;
        device.close();
        device = KeyedDevice.start(image, key, folder);
        Injected injected = result.get(2, TimeUnit.MINUTES);
        assertEquals(Result.Source.ANSWERED, injected.source(), "reset " + reset);
        assertEquals(answers[sample].classIndex(), injected.classIndex(), "reset " + reset);
      }
    } finally {
      device.close();
    }
    System.out.printf(
        "R10: %d resets, %d of them with an upcall under way; %d stale answers sent, none taken%n",
        RESETS, underWay, stale.sent());
    assertTrue(underWay > RESETS / 10, "hardly ever reset within an upcall");
    assertTrue(stale.sent() > RESETS, "nothing stale was sent");
  }

  private static SerialTransport port(KeyedDevice device) {
    return new SerialTransport(
        device.port().toString(),
        115_200,
        System::nanoTime,
        DaemonThreads.named("serial"),
        new Random(1));
  }
}
