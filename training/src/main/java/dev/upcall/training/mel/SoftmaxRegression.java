package dev.upcall.training.mel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Fits linear heads to frozen features: mean cross-entropy plus l2 / 2 times the squared weights of
 * the standardised features, which is convex, so that the result does not depend on a seed. Double
 * precision throughout.
 *
 * <p>Features of one network go together, which makes the loss a narrow valley; the search is told
 * its shape at the start. The Hessian's block of classes k and l is the mean over samples of p_k
 * (1[k=l] - p_l) x x'; taken for the same in every class and for none between classes it is one
 * small matrix, mean of v x x' with v the mean over classes of p_k (1 - p_k), and l2 on its
 * diagonal.
 */
final class SoftmaxRegression implements AutoCloseable {
  private static final int MAX_ITERATIONS = 300;

  /**
   * Other samples of the same kind would move the gradient ten times as much, were they 100 000.
   */
  private static final double TOLERANCE = 1e-4;

  private static final double LEAST_CURVATURE = 1e-9;

  private final NDManager manager;
  private final int classes;
  private final int features;
  private final int samples;
  private final double[] mean;
  private final double[] deviation;
  private final NDArray x;
  private final NDArray xTransposed;
  private final NDArray truth;

  /** Features of any scales, each standardised by its own deviation. */
  SoftmaxRegression(NDManager parent, float[][] features, int[] labels, int classes) {
    this(parent, features, labels, classes, 0);
  }

  /**
   * @param parent manager that the samples are kept under until {@link #close}
   * @param features [N][F]
   * @param labels [N], each below {@code classes}
   * @param leastDeviation what a feature is divided by at least, as a share of the greatest
   *     deviation, 0..1
   */
  SoftmaxRegression(
      NDManager parent, float[][] features, int[] labels, int classes, double leastDeviation) {
    this.classes = classes;
    this.samples = features.length;
    this.features = features[0].length;
    this.mean = new double[this.features];
    this.deviation = new double[this.features];
    manager = parent.newSubManager();
    x = manager.create(standardized(features, leastDeviation), new Shape(samples, this.features));
    xTransposed = x.transpose();
    double[] oneHot = new double[classes * samples];
    for (int n = 0; n < samples; n++) {
      oneHot[labels[n] * samples + n] = 1;
    }
    truth = manager.create(oneHot, new Shape(classes, samples));
  }

  private double[] standardized(float[][] raw, double leastDeviation) {
    moments(raw);
    double least = leastDeviation * Arrays.stream(deviation).max().orElse(0);
    double[] scaled = new double[samples * features];
    for (int f = 0; f < features; f++) {
      double divisor = Math.max(deviation[f], least);
      // A feature that never changes carries nothing; any divisor but 0 will do.
      deviation[f] = divisor > 1e-6 ? divisor : 1;
      for (int n = 0; n < samples; n++) {
        scaled[n * features + f] = (raw[n][f] - mean[f]) / deviation[f];
      }
    }
    return scaled;
  }

  private void moments(float[][] raw) {
    for (int f = 0; f < features; f++) {
      double sum = 0;
      double squares = 0;
      for (float[] sample : raw) {
        sum += sample[f];
        squares += (double) sample[f] * sample[f];
      }
      mean[f] = sum / samples;
      deviation[f] = Math.sqrt(Math.max(0, squares / samples - mean[f] * mean[f]));
    }
  }

  /** A fit in the standardised space, from which the next one can start. */
  record Fit(double[] parameters, LinearHead head) {}

  /** All zeros: a start. */
  double[] origin() {
    return new double[classes * (features + 1)];
  }

  /** The minimum for this {@code l2}, searched from {@code start}. */
  Fit fit(double l2, double[] start) {
    double[] found =
        new Lbfgs(MAX_ITERATIONS, TOLERANCE)
            .minimize((p, gradient) -> evaluate(p, gradient, l2), start, inverseHessian(start, l2));
    return new Fit(found, head(found));
  }

  /** Near the parameters' own, class by class; of the bias as of one more feature, always 1. */
  private Lbfgs.Preconditioner inverseHessian(double[] parameters, double l2) {
    Cholesky hessian = Cholesky.of(hessian(parameters, l2), features + 1);
    int weights = classes * features;
    return vector -> {
      double[] ofClass = new double[features + 1];
      for (int c = 0; c < classes; c++) {
        System.arraycopy(vector, c * features, ofClass, 0, features);
        ofClass[features] = vector[weights + c];
        hessian.solve(ofClass);
        System.arraycopy(ofClass, 0, vector, c * features, features);
        vector[weights + c] = ofClass[features];
      }
    };
  }

  /** Lower triangle [F+1,F+1]: features, then the bias. */
  private double[] hessian(double[] parameters, double l2) {
    int size = features + 1;
    double[] hessian = new double[size * size];
    try (NDManager step = manager.newSubManager()) {
      NDArray p = logProbability(step, parameters).exp();
      NDArray spread = p.sub(p.mul(p)).mean(new int[] {0}, true).div(samples);
      // The results belong to the manager of what stands in front.
      double[] ofFeatures = spread.mul(xTransposed).matMul(x).toDoubleArray();
      double[] ofBias = spread.matMul(x).toDoubleArray();
      for (int f = 0; f < features; f++) {
        System.arraycopy(ofFeatures, f * features, hessian, f * size, features);
        hessian[f * size + f] += l2;
        hessian[features * size + f] = ofBias[f];
      }
      // As little as it takes for certain classes too: nothing holds the bias but the samples.
      hessian[features * size + features] = spread.sum().toDoubleArray()[0] + LEAST_CURVATURE;
    }
    return hessian;
  }

  /** Parameters are the weights [classes,F], then the biases [classes]; gives [classes,N]. */
  private NDArray logProbability(NDManager step, double[] parameters) {
    int weights = classes * features;
    NDArray w = step.create(Arrays.copyOf(parameters, weights), new Shape(classes, features));
    NDArray b =
        step.create(
            Arrays.copyOfRange(parameters, weights, parameters.length), new Shape(classes, 1));
    return w.matMul(xTransposed).add(b).logSoftmax(0);
  }

  /** The loss; writes its gradient. */
  private double evaluate(double[] parameters, double[] gradient, double l2) {
    int weights = classes * features;
    try (NDManager step = manager.newSubManager()) {
      NDArray logProbability = logProbability(step, parameters);
      double loss = -logProbability.mul(truth).sum().toDoubleArray()[0] / samples;
      NDArray error = logProbability.exp().sub(truth).div(samples);
      double[] weightGradient = error.matMul(x).toType(DataType.FLOAT64, false).toDoubleArray();
      double[] biasGradient = error.sum(new int[] {1}).toDoubleArray();
      double penalty = 0;
      for (int i = 0; i < weights; i++) {
        gradient[i] = weightGradient[i] + l2 * parameters[i];
        penalty += parameters[i] * parameters[i];
      }
      System.arraycopy(biasGradient, 0, gradient, weights, classes);
      return loss + l2 / 2 * penalty;
    }
  }

  /** The same function of features that are not standardised. */
  private LinearHead head(double[] parameters) {
    float[] weight = new float[classes * features];
    float[] bias = new float[classes];
    for (int c = 0; c < classes; c++) {
      double offset = parameters[classes * features + c];
      for (int f = 0; f < features; f++) {
        double scaled = parameters[c * features + f] / deviation[f];
        weight[c * features + f] = (float) scaled;
        offset -= scaled * mean[f];
      }
      bias[c] = (float) offset;
    }
    return new LinearHead(weight, bias);
  }

  @Override
  public void close() {
    manager.close();
  }
}
