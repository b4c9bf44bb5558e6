package dev.upcall.cli.bench.gateway;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.upcall.core.project.Project;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What an ensemble is compared with: the models of its host members in ONNX Runtime with nothing
 * around them, each on a thread of its own with a batch of reals that lies ready. What they say is
 * read and thrown away; nothing is combined.
 */
public final class BareModels implements AutoCloseable {
  private static final int IN_A_ROW = 16;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final List<OrtSession> sessions = new ArrayList<>();
  private final List<Map<String, OnnxTensor>> inputs = new ArrayList<>();
  private final ExecutorService threads;
  private final int batch;

  /**
   * Opens the models.
   *
   * @param samples the batch, each sample as reals in the order of the models
   */
  public BareModels(Project project, float[][] samples) throws OrtException {
    this.batch = samples.length;
    List<String> members = project.manifest().host().members();
    this.threads = Executors.newFixedThreadPool(members.size());
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      for (String member : members) {
        Path file = project.resolve(project.manifest().members().get(member).model());
        OrtSession session = environment.createSession(file.toString(), options);
        sessions.add(session);
        inputs.add(input(session, samples));
      }
    }
  }

  private Map<String, OnnxTensor> input(OrtSession session, float[][] samples) throws OrtException {
    var first = session.getInputInfo().entrySet().iterator().next();
    long[] shape = ((TensorInfo) first.getValue().getInfo()).getShape();
    shape[0] = batch;
    FloatBuffer all = FloatBuffer.allocate(batch * samples[0].length);
    for (float[] sample : samples) {
      all.put(sample);
    }
    return Map.of(first.getKey(), OnnxTensor.createTensor(environment, all.flip(), shape));
  }

  /** Runs all models on the batch, again and again; samples a second that all of them have seen. */
  public double perSecond(Duration time) throws InterruptedException {
    List<Callable<Void>> runs = new ArrayList<>();
    for (int i = 0; i < sessions.size(); i++) {
      OrtSession session = sessions.get(i);
      Map<String, OnnxTensor> input = inputs.get(i);
      runs.add(() -> run(session, input));
    }
    long begin = System.nanoTime();
    long batches = 0;
    // None runs far ahead of the others, which would take from them the cores that they wait for.
    while (System.nanoTime() - begin < time.toNanos()) {
      for (Future<Void> run : threads.invokeAll(runs)) {
        join(run);
      }
      batches += IN_A_ROW;
    }
    return batches * batch / ((System.nanoTime() - begin) / 1e9);
  }

  private static Void run(OrtSession session, Map<String, OnnxTensor> input) throws OrtException {
    for (int i = 0; i < IN_A_ROW; i++) {
      try (OrtSession.Result result = session.run(input)) {
        result.get(0).getValue();
      }
    }
    return null;
  }

  private static void join(Future<Void> run) throws InterruptedException {
    try {
      run.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("ONNX Runtime fails", e.getCause());
    }
  }

  @Override
  public void close() throws OrtException {
    threads.shutdownNow();
    for (Map<String, OnnxTensor> input : inputs) {
      input.values().forEach(OnnxTensor::close);
    }
    for (OrtSession session : sessions) {
      session.close();
    }
  }
}
