package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
    return read(path, format(path));
  }

  /**
   * Reads a file or folder.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if it is missing, damaged, empty, larger
   *     than 1 GiB after decompression, or holds other samples than the project's
   */
  public Dataset read(Path path, DataFormat format) {
    return requireSome(wanted(path, format), path);
  }

  /**
   * Reads several, one after the other. Each has samples, unless {@link SampleSpec#entries} leaves
   * out all of its recordings; it does not leave out all of them together.
   *
   * @param format of all; empty for what each one's name tells
   */
  Dataset read(List<Path> paths, Optional<DataFormat> format) {
    Dataset all =
        paths.stream()
            .map(path -> part(path, format.orElseGet(() -> format(path))))
            .reduce(Dataset::append)
            .orElseThrow();
    return requireSome(all, paths.get(0));
  }

  private Dataset part(Path path, DataFormat format) {
    return spec.entries().isPresent() ? wanted(path, format) : read(path, format);
  }

  private DataFormat format(Path path) {
    Path existing = existing(path);
    boolean recordings = spec.audio().isPresent() && Files.isDirectory(existing);
    return recordings ? DataFormat.WAV : DataFormat.of(existing);
  }

  private Dataset wanted(Path path, DataFormat format) {
    Path existing = existing(path);
    requireFit(existing, format);
    Dataset.Builder builder = new Dataset.Builder(limits);
    format.reader().read(existing, spec, limits, builder);
    return builder.build(String.valueOf(existing.getFileName()));
  }

  private Dataset requireSome(Dataset read, Path path) {
    if (read.size() == 0) {
      Diagnostic empty =
          Diagnostic.of(DataCode.EMPTY, read.name()).at("%s", path).need("at least one sample");
      throw spec.entries()
          .map(glob -> empty.found("no recording called %s", glob))
          .orElse(empty)
          .toException();
    }
    return read;
  }

  private void requireFit(Path path, DataFormat format) {
    if ((format == DataFormat.WAV) != spec.audio().isPresent()) {
      throw Diagnostic.of(DataCode.FORMAT, String.valueOf(path.getFileName()))
          .at("%s", path)
          .found("%s for raw %s", format.id(), spec.audio().isPresent() ? "int16" : "uint8")
          .need("recordings (wav) where input.raw is int16, and nowhere else")
          .toException();
    }
    if (spec.entries().isPresent() && format != DataFormat.WAV) {
      throw Diagnostic.of(DataCode.ENTRIES, String.valueOf(path.getFileName()))
          .at("%s", path)
          .found("entries: %s, and data in the format %s", spec.entries().get(), format.id())
          .need("entries with recordings (wav) alone")
          .fix("take data.entries and data.test.entries out of ensemble.yaml")
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
