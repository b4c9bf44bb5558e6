package dev.upcall.cli.harvest;

import dev.upcall.core.project.Manifest;
import dev.upcall.host.harvest.HarvestSample;
import java.awt.image.BufferedImage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/**
 * A picture per sample in a folder per class of the host's, and {@code index.csv} with what is
 * known of each.
 */
final class PngExport implements HarvestExport {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final ClassNames names;
  private final SamplePicture picture;
  private final Path out;
  private final BufferedWriter index;

  PngExport(Manifest manifest, Path out, int zoom) throws IOException {
    Unfinished.beside(out, "");
    this.names = new ClassNames(manifest.classes());
    this.picture = new SamplePicture(manifest.input(), zoom);
    this.out = out;
    Files.createDirectories(out);
    this.index = Files.newBufferedWriter(out.resolve("index.csv"));
    write(
        List.of(
            "file",
            "answer",
            "confidence",
            "device_answer",
            "members",
            "votes",
            "audit",
            "answered_at",
            "device",
            "boot",
            "sequence",
            "device_name",
            "board"));
  }

  @Override
  public void add(HarvestSample sample, byte[] values) throws IOException {
    String id = String.format(Locale.ROOT, "%08x", sample.key().device());
    String boot = String.format(Locale.ROOT, "%08x", sample.key().boot());
    String sequence = Integer.toUnsignedString(sample.key().sequence());
    String folder = names.folder(sample.hostClass());
    String file =
        String.format(
            Locale.ROOT,
            "%s/%s_host-%s-%.2f_device-%s_%s-%s-%s.png",
            folder,
            TIME.format(sample.answered()),
            names.word(sample.hostClass()),
            sample.confidence(),
            names.word(sample.deviceClass()),
            id,
            boot,
            sequence);
    Files.createDirectories(out.resolve(folder));
    BufferedImage image = picture.of(values);
    ImageIO.write(image, "png", out.resolve(file).toFile());
    String votes =
        new TreeMap<>(sample.votes())
            .entrySet().stream()
                .map(vote -> vote.getKey() + "=" + names.cell(vote.getValue()))
                .collect(Collectors.joining(" "));
    write(
        List.of(
            file,
            names.cell(sample.hostClass()),
            String.format(Locale.ROOT, "%.4f", sample.confidence()),
            names.cell(sample.deviceClass()),
            sample.members(),
            votes,
            sample.audit() ? "1" : "0",
            sample.answered().toString(),
            id,
            boot,
            sequence,
            quoted(sample.deviceName()),
            quoted(sample.board())));
  }

  /** A text that a device made up: quoted, on one line, and no formula to a spreadsheet. */
  static String quoted(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029]", "\ufffd");
    String safe = !line.isEmpty() && "=+-@".indexOf(line.charAt(0)) >= 0 ? "'" + line : line;
    return '"' + safe.replace("\"", "\"\"") + '"';
  }

  private void write(List<String> cells) throws IOException {
    index.write(String.join(",", cells));
    index.write('\n');
  }

  @Override
  public void finish() throws IOException {
    index.close();
  }

  @Override
  public void close() throws IOException {
    index.close();
  }
}
