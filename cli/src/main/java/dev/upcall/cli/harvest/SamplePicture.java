package dev.upcall.cli.harvest;

import dev.upcall.cli.CliCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Manifest.InputSpec;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.util.List;

/**
 * A sample as a picture: grey or coloured as its input is, the manifest's range from black to
 * white. Features of sound become a grey one, time from left to right and low features below.
 */
final class SamplePicture {
  private static final int BYTE = 255;

  private final InputSpec input;
  private final int zoom;

  /**
   * For samples of an input.
   *
   * @param zoom pixels to a side of each value
   * @throws dev.upcall.core.diagnostic.UpcallException if they are no pictures
   */
  SamplePicture(InputSpec input, int zoom) {
    this.input = input;
    this.zoom = zoom;
    List<Integer> shape = input.shape();
    if (shape.size() != 3 || shape.get(2) != 1 && shape.get(2) != 3) {
      throw Diagnostic.of(CliCode.BAD_OPTION)
          .at("--to png")
          .found("samples of shape %s", shape)
          .need("[height, width, 1 or 3]")
          .fix("--to csv or --to npz")
          .toException();
    }
  }

  /** The picture of raw bytes [H,W,C], or of int8 features [frames, features, 1]. */
  BufferedImage of(byte[] values) {
    int rows = input.shape().get(0);
    int columns = input.shape().get(1);
    int channels = input.shape().get(2);
    boolean sound = input.audio().isPresent();
    int height = zoom * (sound ? columns : rows);
    int width = zoom * (sound ? rows : columns);
    BufferedImage image =
        new BufferedImage(
            width,
            height,
            channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    WritableRaster raster = image.getRaster();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int row = sound ? x / zoom : y / zoom;
        int column = sound ? columns - 1 - y / zoom : x / zoom;
        for (int channel = 0; channel < channels; channel++) {
          byte value = values[(row * columns + column) * channels + channel];
          raster.setSample(x, y, channel, sound ? value - Byte.MIN_VALUE : light(value & BYTE));
        }
      }
    }
    return image;
  }

  /** Of a raw value, 0 to 255. */
  private int light(int raw) {
    int range = Math.max(1, input.rawMax() - input.rawMin());
    return (BYTE * (raw - input.rawMin()) + range / 2) / range;
  }
}
