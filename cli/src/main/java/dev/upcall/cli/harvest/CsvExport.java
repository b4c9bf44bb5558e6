package dev.upcall.cli.harvest;

import dev.upcall.core.project.Manifest;
import dev.upcall.host.harvest.HarvestSample;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A sample a line: the raw values, the host's {@code answer}, an empty {@code label} for a person's
 * correction, and what else is known. No cell needs quotes: texts from outside are left out.
 */
final class CsvExport implements HarvestExport {
  private final Manifest manifest;
  private final ClassNames names;
  private final Path out;
  private final Path unfinished;
  private final BufferedWriter lines;

  CsvExport(Manifest manifest, Path out) throws IOException {
    this.manifest = manifest;
    this.names = new ClassNames(manifest.classes());
    this.out = out;
    this.unfinished = Unfinished.beside(out, ".part");
    this.lines = Files.newBufferedWriter(unfinished);
    List<String> header = new ArrayList<>();
    IntStream.range(0, manifest.input().size()).forEach(i -> header.add("v" + i));
    header.addAll(List.of("answer", "label", "confidence", "device_answer"));
    manifest.host().members().forEach(member -> header.add("vote_" + member));
    header.addAll(List.of("audit", "answered_at", "device", "boot", "sequence"));
    write(header);
  }

  @Override
  public void add(HarvestSample sample, byte[] values) throws IOException {
    List<String> cells = new ArrayList<>();
    for (byte value : values) {
      cells.add(String.valueOf(value & 0xff));
    }
    cells.add(names.cell(sample.hostClass()));
    cells.add("");
    cells.add(String.format(Locale.ROOT, "%.4f", sample.confidence()));
    cells.add(names.cell(sample.deviceClass()));
    for (String member : manifest.host().members()) {
      Integer vote = sample.votes().get(member);
      cells.add(vote == null ? "" : names.cell(vote));
    }
    cells.add(sample.audit() ? "1" : "0");
    cells.add(sample.answered().toString());
    cells.add(String.format(Locale.ROOT, "%08x", sample.key().device()));
    cells.add(String.format(Locale.ROOT, "%08x", sample.key().boot()));
    cells.add(Integer.toUnsignedString(sample.key().sequence()));
    write(cells);
  }

  private void write(List<String> cells) throws IOException {
    lines.write(String.join(",", cells));
    lines.write('\n');
  }

  @Override
  public void finish() throws IOException {
    lines.close();
    Unfinished.finish(unfinished, out);
  }

  @Override
  public void close() throws IOException {
    lines.close();
    Files.deleteIfExists(unfinished);
  }
}
