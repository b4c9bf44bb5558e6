package dev.upcall.training.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;

/** One ONNX model in ONNX Runtime, on one thread. */
public final class OrtRunner implements AutoCloseable {
  private static final int BATCH = 64;

  /** At the host's level, since a process has one environment; what fails is thrown anyway. */
  private final OrtEnvironment environment =
      OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);

  private final OrtSession session;

  /**
   * @throws IllegalStateException if ONNX Runtime refuses the model
   */
  public OrtRunner(byte[] model) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(model, options);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses the model: " + e.getMessage(), e);
    }
  }

  /**
   * Runs samples, a batch at a time.
   *
   * @param samples [N][values of a sample]
   * @param shape of one sample
   * @param outputs names of the outputs wanted, matrices
   * @return by name [N][columns]
   */
  public Map<String, float[][]> run(float[][] samples, long[] shape, String... outputs) {
    Map<String, float[][]> results = new HashMap<>();
    for (String output : outputs) {
      results.put(output, new float[samples.length][]);
    }
    for (int from = 0; from < samples.length; from += BATCH) {
      run(samples, from, Math.min(BATCH, samples.length - from), shape, results);
    }
    return results;
  }

  private void run(
      float[][] samples, int from, int count, long[] shape, Map<String, float[][]> results) {
    FloatBuffer values = FloatBuffer.allocate(count * samples[0].length);
    for (int n = from; n < from + count; n++) {
      values.put(samples[n]);
    }
    values.flip();
    long[] batch = LongStream.concat(LongStream.of(count), LongStream.of(shape)).toArray();
    String input = session.getInputNames().iterator().next();
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, values, batch);
        OrtSession.Result result = session.run(Map.of(input, tensor), results.keySet())) {
      for (Map.Entry<String, float[][]> wanted : results.entrySet()) {
        float[][] rows = (float[][]) result.get(wanted.getKey()).orElseThrow().getValue();
        System.arraycopy(rows, 0, wanted.getValue(), from, count);
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot run: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot close: " + e.getMessage(), e);
    }
  }
}
