package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A PNG, JPEG or BMP picture to raw bytes [H,W,C], C being 1 or 3. Pixels are taken as stored: no
 * colour management, no scaling. The size is compared before anything is decoded, so a picture that
 * claims to be huge costs nothing.
 */
final class ImageDecoder {
  private final SampleSpec spec;

  ImageDecoder(SampleSpec spec) {
    this.spec = spec;
  }

  /**
   * @param at the picture's place, for errors
   */
  byte[] decode(byte[] file, String at) {
    SampleCheck check = new SampleCheck(spec, at);
    if (spec.shape().size() != 3 || (spec.channels() != 1 && spec.channels() != 3)) {
      throw check.wrongShape("a picture, [height, width, 1 or 3]");
    }
    ImageReader reader = ImageIO.getImageReadersByFormatName(format(file, at)).next();
    List<String> warnings = new ArrayList<>();
    // The JPEG decoder only warns of missing data, and fills the rest of the picture with grey.
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    BufferedImage image = decode(reader, file, check, at);
    if (!warnings.isEmpty()) {
      throw malformed(at, warnings.get(0)).toException();
    }
    return pixels(image, check, at);
  }

  private BufferedImage decode(ImageReader reader, byte[] file, SampleCheck check, String at) {
    try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      // Metadata is skipped: a few bytes of it can decompress to gigabytes.
      reader.setInput(stream, true, true);
      if (reader.getHeight(0) != spec.height() || reader.getWidth(0) != spec.width()) {
        throw check.wrongShape("[" + reader.getHeight(0) + ", " + reader.getWidth(0) + ", ...]");
      }
      return reader.read(0);
    } catch (UpcallException e) {
      throw e;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // The JDK's decoders answer damaged files with many an unchecked exception, and ask for
      // gigabytes at once when a damaged length says so.
      throw malformed(at, String.valueOf(e.getMessage())).toException();
    } finally {
      reader.dispose();
    }
  }

  private static String format(byte[] file, String at) {
    if (startsWith(file, 0x89, 'P', 'N', 'G')) {
      return "png";
    }
    if (startsWith(file, 0xff, 0xd8, 0xff)) {
      return "jpeg";
    }
    if (startsWith(file, 'B', 'M')) {
      return "bmp";
    }
    throw malformed(at, "no PNG, JPEG or BMP signature").toException();
  }

  private static boolean startsWith(byte[] file, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= file.length || (file[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private byte[] pixels(BufferedImage image, SampleCheck check, String at) {
    int channels = spec.channels();
    byte[] out = new byte[spec.size()];
    int next = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int[] pixel = pixel(image, x, y, at);
        if (channels == 1 && (pixel[0] != pixel[1] || pixel[1] != pixel[2])) {
          throw check.wrongShape("a coloured picture");
        }
        for (int channel = 0; channel < channels; channel++) {
          out[next++] = (byte) pixel[channel];
        }
      }
    }
    return out;
  }

  /** Red, green, blue. */
  private static int[] pixel(BufferedImage image, int x, int y, String at) {
    if (image.getColorModel() instanceof IndexColorModel palette) {
      int argb = palette.getRGB(image.getRaster().getSample(x, y, 0));
      requireOpaque(argb >>> 24, at);
      return new int[] {argb >> 16 & 0xff, argb >> 8 & 0xff, argb & 0xff};
    }
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    if (raster.getSampleModel().getSampleSize(0) != 8 || bands > 4) {
      throw Diagnostic.of(DataCode.TYPE, at)
          .at("%s", at)
          .found("%d bits, %d channels", raster.getSampleModel().getSampleSize(0), bands)
          .need("8 bits for each of 1 or 3 channels")
          .toException();
    }
    if (bands % 2 == 0) {
      requireOpaque(raster.getSample(x, y, bands - 1), at);
    }
    int red = raster.getSample(x, y, 0);
    return bands < 3
        ? new int[] {red, red, red}
        : new int[] {red, raster.getSample(x, y, 1), raster.getSample(x, y, 2)};
  }

  private static void requireOpaque(int alpha, String at) {
    if (alpha != 255) {
      throw Diagnostic.of(DataCode.TYPE, at)
          .at("%s", at)
          .found("transparent pixels")
          .need("an opaque picture: what lies behind it is not known")
          .toException();
    }
  }

  private static Diagnostic malformed(String at, String found) {
    return Diagnostic.of(DataCode.MALFORMED, at, "picture")
        .at("%s", at)
        .found("%s", found.toLowerCase(Locale.ROOT));
  }
}
