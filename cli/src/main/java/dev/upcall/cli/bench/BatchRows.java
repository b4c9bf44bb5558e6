package dev.upcall.cli.bench;

import ai.onnxruntime.OrtException;
import dev.upcall.cli.Console;
import dev.upcall.cli.bench.gateway.BareModels;
import dev.upcall.core.data.ProjectData;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.ensemble.Ensemble;
import dev.upcall.host.ensemble.EnsembleModels;
import dev.upcall.host.member.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * Samples a second that an ensemble answers in batches, int8 in and combined answers out, beside
 * its models called in ONNX Runtime directly on the same samples as reals; in turns.
 */
final class BatchRows {
  private static final int BATCH = 64;

  /** As many as the gateway has under way. */
  private static final int UNDER_WAY = 4;

  private static final int TURNS = 3;
  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final Duration TIME = Duration.ofSeconds(4);

  private final Project project;
  private final Console console;

  BatchRows(Project project, Console console) {
    this.project = project;
    this.console = console;
  }

  List<BenchRow> measure() throws InterruptedException {
    console.step("batches of %d through the ensemble, and through its models alone", BATCH);
    Preprocessor preprocessor = new Preprocessor(project.manifest().input());
    List<byte[]> inputs =
        ProjectData.load(project).of(Split.TEST).raw().stream()
            .limit(BATCH)
            .map(preprocessor::quantize)
            .toList();
    float[][] reals = inputs.stream().map(preprocessor::dequantize).toArray(float[][]::new);
    ScheduledExecutorService loop = DaemonThreads.scheduler("ensemble");
    List<Double> ours = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    try (Ensemble ensemble = Ensemble.of(EnsembleModels.load(project), loop);
        BareModels models = new BareModels(project, reals)) {
      models.perSecond(WARM_UP);
      perSecond(ensemble, inputs, preprocessor, WARM_UP);
      for (int turn = 0; turn < TURNS; turn++) {
        bare.add(models.perSecond(TIME));
        ours.add(perSecond(ensemble, inputs, preprocessor, TIME));
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses a member", e);
    } finally {
      loop.shutdownNow();
    }
    double mine = mean(ours);
    double theirs = mean(bare);
    return List.of(
        BenchRow.higher("gateway.batch.samplesPerSecond", mine, "samples/s", TURNS)
            .against(theirs, "the same models in ONNX Runtime with nothing around them, in turns")
            .note(
                "%d host members, batches of %d"
                    .formatted(project.manifest().host().members().size(), BATCH)),
        BenchRow.higher("gateway.batch.shareOfOrt", mine / theirs, "of ONNX Runtime", TURNS));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** Each batch is a question of its own, as upcalls make them. */
  private static double perSecond(
      Ensemble ensemble, List<byte[]> inputs, Preprocessor preprocessor, Duration time)
      throws InterruptedException {
    Semaphore room = new Semaphore(UNDER_WAY);
    LongAdder answered = new LongAdder();
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < time.toNanos()) {
      room.acquire();
      ensemble
          .answer(Question.inputs(inputs, preprocessor), Duration.ofSeconds(10))
          .whenComplete(
              (answers, error) -> {
                if (error == null) {
                  answered.add(answers.size());
                }
                room.release();
              });
    }
    long counted = answered.sum();
    double seconds = (System.nanoTime() - begin) / 1e9;
    room.acquire(UNDER_WAY);
    return counted / seconds;
  }
}
