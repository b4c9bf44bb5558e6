package dev.upcall.training.data;

import dev.upcall.training.arch.MapShape;
import java.util.Random;

/**
 * One affine map about the picture's centre, read by bilinear interpolation.
 *
 * @param shift most pixels a picture moves along each axis
 * @param rotate most degrees it turns
 * @param scale most it grows or shrinks, as a share of its size
 */
record Affine(double shift, double rotate, double scale) implements Change {
  Affine {
    if (!(shift >= 0 && rotate >= 0 && scale >= 0 && scale < 1)) {
      throw new IllegalArgumentException(
          "shift " + shift + ", rotate " + rotate + ", scale " + scale);
    }
  }

  @Override
  public void apply(MapShape shape, float[] from, float[] background, Random random, float[] to) {
    double down = uniform(random, shift);
    double right = uniform(random, shift);
    double angle = Math.toRadians(uniform(random, rotate));
    double zoom = 1 + uniform(random, scale);
    double cos = StrictMath.cos(angle) / zoom;
    double sin = StrictMath.sin(angle) / zoom;
    double middleRow = (shape.height() - 1) / 2.0;
    double middleColumn = (shape.width() - 1) / 2.0;
    int plane = shape.height() * shape.width();
    for (int row = 0; row < shape.height(); row++) {
      for (int column = 0; column < shape.width(); column++) {
        double y = row - middleRow - down;
        double x = column - middleColumn - right;
        double fromRow = cos * y - sin * x + middleRow;
        double fromColumn = sin * y + cos * x + middleColumn;
        int at = row * shape.width() + column;
        for (int c = 0; c < shape.channels(); c++) {
          to[at + c * plane] = read(shape, from, c, background[c], fromRow, fromColumn);
        }
      }
    }
  }

  private static double uniform(Random random, double most) {
    return most == 0 ? 0 : (2 * random.nextDouble() - 1) * most;
  }

  private static float read(
      MapShape shape, float[] sample, int channel, float outside, double row, double column) {
    int top = (int) Math.floor(row);
    int left = (int) Math.floor(column);
    double low = row - top;
    double far = column - left;
    double sum = 0;
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        double weight = (i == 0 ? 1 - low : low) * (j == 0 ? 1 - far : far);
        sum += weight * pixel(shape, sample, channel, outside, top + i, left + j);
      }
    }
    return (float) sum;
  }

  private static float pixel(
      MapShape shape, float[] sample, int channel, float outside, int row, int column) {
    boolean inside = row >= 0 && row < shape.height() && column >= 0 && column < shape.width();
    return inside ? sample[(channel * shape.height() + row) * shape.width() + column] : outside;
  }
}
