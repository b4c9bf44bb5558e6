package dev.upcall.cli.harvest;

import dev.upcall.cli.CliCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.RawInverse;
import dev.upcall.host.harvest.HarvestFilter;
import dev.upcall.host.harvest.HarvestReader;
import dev.upcall.host.harvest.HarvestSample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Brings samples from a store into files, back to the raw bytes that devices saw. */
public final class HarvestFiles {
  private final Manifest manifest;
  private final boolean sound;
  private final Preprocessor preprocessor;
  private final RawInverse inverse;
  private int written;
  private int inexact;

  public HarvestFiles(Manifest manifest) {
    this.manifest = manifest;
    this.sound = manifest.input().audio().isPresent();
    this.preprocessor = new Preprocessor(manifest.input());
    this.inverse = sound ? null : new RawInverse(manifest.input());
  }

  /**
   * What came of it.
   *
   * @param samples written
   * @param inexact of these, had values that preprocessing does not give, and got the nearest
   */
  public record Written(String format, String out, int samples, int inexact) {}

  /**
   * Writes samples.
   *
   * @param format {@code npz}, {@code csv} or {@code png}
   * @param limit at most so many, the newest
   * @param zoom of pictures: pixels to a side of each value
   */
  public Written write(
      HarvestReader reader, HarvestFilter filter, int limit, String format, Path out, int zoom) {
    try (HarvestExport export = export(format, out, zoom)) {
      reader.read(filter.onlyInputs(), limit, sample -> add(export, sample));
      export.finish();
    } catch (IOException | UncheckedIOException e) {
      throw Diagnostic.of(CliCode.CANNOT_WRITE, out).found("%s", e.getMessage()).toException();
    }
    return new Written(format, out.toString(), written, inexact);
  }

  private HarvestExport export(String format, Path out, int zoom) throws IOException {
    switch (format) {
      case "npz":
        return new NpzExport(manifest, out);
      case "png":
        return new PngExport(manifest, out, zoom);
      default:
        if (sound) {
          throw Diagnostic.of(CliCode.BAD_OPTION)
              .at("--to csv")
              .found("features of sound, which are no raw samples")
              .fix("--to npz writes the features; --to png shows them")
              .toException();
        }
        return new CsvExport(manifest, out);
    }
  }

  private void add(HarvestExport export, HarvestSample sample) {
    byte[] values = sample.sample().toArray();
    if (!sound) {
      byte[] raw = inverse.raw(values);
      inexact += Arrays.equals(preprocessor.quantize(raw), values) ? 0 : 1;
      values = raw;
    }
    try {
      export.add(sample, values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    written++;
  }
}
