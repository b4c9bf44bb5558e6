package dev.upcall.training.arch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * All weights of a training run by name, inside the engine. Initial values come from a {@link
 * Random}, whose sequence Java specifies to the bit, not from the engine's generator.
 */
public final class Weights implements AutoCloseable {
  private final NDManager manager;
  private final Random random;
  private final Map<String, NDArray> arrays = new LinkedHashMap<>();
  private Precision forTraining = Precision.FLOAT32;

  /**
   * @param parent manager that the weights live under
   * @param seed of the initial values
   */
  public Weights(NDManager parent, long seed) {
    manager = parent.newSubManager();
    // Neighbouring seeds begin alike in Random; mixed first, they do not.
    random = new Random(new SplittableRandom(seed).nextLong());
  }

  /** Training computes in that from now on. */
  public void trainIn(Precision precision) {
    forTraining = precision;
  }

  /** What layers compute in: trained networks in float32, as they will in service. */
  public Precision precision(boolean training) {
    return training ? forTraining : Precision.FLOAT32;
  }

  /** Adds a trained weight with normally distributed values. */
  public void normal(String name, double deviation, long... shape) {
    float[] values = new float[(int) new Shape(shape).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    put(name, values, true, shape);
  }

  /** Adds a weight whose values are all the same. */
  public void constant(String name, float value, boolean trained, long... shape) {
    float[] values = new float[(int) new Shape(shape).size()];
    Arrays.fill(values, value);
    put(name, values, trained, shape);
  }

  /** Adds a weight with values that are known. */
  public void given(String name, float[] values, boolean trained, long... shape) {
    put(name, values, trained, shape);
  }

  private void put(String name, float[] values, boolean trained, long... shape) {
    NDArray array = manager.create(values, new Shape(shape));
    array.setRequiresGradient(trained);
    if (arrays.put(name, array) != null) {
      throw new IllegalArgumentException("weight " + name + " declared twice");
    }
  }

  /** The weight of that name; stays owned by this. */
  public NDArray get(String name) {
    NDArray found = arrays.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no weight " + name);
    }
    return found;
  }

  /** What an optimiser does to one weight. */
  @FunctionalInterface
  public interface Update {
    /** Moves {@code weight} in place and clears its gradient. */
    void apply(String name, NDArray weight, NDArray gradient);
  }

  /** Moves every trained weight. */
  public void step(Update update) {
    arrays.forEach(
        (name, array) -> {
          if (array.hasGradient()) {
            try (NDArray gradient = array.getGradient()) {
              update.apply(name, array, gradient);
            }
          }
        });
  }

  /** Copies all values out of the engine. */
  public Snapshot snapshot() {
    Map<String, float[]> values = new LinkedHashMap<>();
    arrays.forEach((name, array) -> values.put(name, array.toFloatArray()));
    return new Snapshot(values);
  }

  /**
   * Replaces all weights by those of a snapshot of the same run; what {@link #get} gave before is
   * closed. (The engine's own way to overwrite an array prints a warning nobody can act on.)
   */
  public void restore(Snapshot snapshot) {
    arrays.replaceAll(
        (name, old) -> {
          NDArray fresh = manager.create(snapshot.values(name), old.getShape());
          fresh.setRequiresGradient(old.hasGradient());
          old.close();
          return fresh;
        });
  }

  /** Number of values that training moves. */
  public long trained() {
    return arrays.values().stream().filter(NDArray::hasGradient).mapToLong(NDArray::size).sum();
  }

  @Override
  public void close() {
    manager.close();
  }
}
