package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads data files into memory, whatever their format. */
public final class DatasetReader {
  private final SampleSpec spec;
  private final DataLimits limits;

  /**
   * @param spec what every sample has to look like
   */
  public DatasetReader(SampleSpec spec) {
    this(spec, DataLimits.STANDARD);
  }

  DatasetReader(SampleSpec spec, DataLimits limits) {
    this.spec = spec;
    this.limits = limits;
  }

  /** Reads a file or folder in the format its name tells; a folder of sound holds recordings. */
  public Dataset read(Path path) {
    Path existing = existing(path);
    boolean recordings = spec.audio().isPresent() && Files.isDirectory(existing);
    return read(existing, recordings ? DataFormat.WAV : DataFormat.of(existing));
  }

  /**
   * Reads a file or folder.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if it is missing, damaged, empty, larger
   *     than 1 GiB after decompression, or holds other samples than the project's
   */
  public Dataset read(Path path, DataFormat format) {
    Path existing = existing(path);
    requireFit(existing, format);
    Dataset.Builder builder = new Dataset.Builder(limits);
    format.reader().read(existing, spec, limits, builder);
    String name = String.valueOf(existing.getFileName());
    if (builder.size() == 0) {
      throw Diagnostic.of(DataCode.EMPTY, name)
          .at("%s", existing)
          .need("at least one sample")
          .toException();
    }
    return builder.build(name);
  }

  private void requireFit(Path path, DataFormat format) {
    if ((format == DataFormat.WAV) != spec.audio().isPresent()) {
      throw Diagnostic.of(DataCode.FORMAT, String.valueOf(path.getFileName()))
          .at("%s", path)
          .found("%s for raw %s", format.id(), spec.audio().isPresent() ? "int16" : "uint8")
          .need("recordings (wav) where input.raw is int16, and nowhere else")
          .toException();
    }
  }

  private static Path existing(Path path) {
    Path existing = CompanionFile.existing(path);
    if (!Files.exists(existing)) {
      throw Diagnostic.of(DataCode.MISSING, String.valueOf(path.getFileName()))
          .at("%s", path)
          .found("no such file or folder")
          .toException();
    }
    return existing;
  }
}
