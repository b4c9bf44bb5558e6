package dev.upcall.cli.harvest;

import dev.upcall.core.data.NpzWriter;
import dev.upcall.core.project.Manifest;
import dev.upcall.core.wire.Bytes;
import dev.upcall.host.harvest.HarvestSample;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * NumPy's zip: {@code images} and {@code labels} as every reader of data sets expects them, and
 * beside them an array for each thing that is known of the samples. Values go through a file, since
 * their number stands before them.
 */
final class NpzExport implements HarvestExport {
  private final Manifest manifest;
  private final Path out;
  private final Path whole;
  private final Path values;
  private final OutputStream valuesOut;
  private final ByteArrayOutputStream scores = new ByteArrayOutputStream();
  private final List<HarvestSample> samples = new ArrayList<>();

  NpzExport(Manifest manifest, Path out) throws IOException {
    this.manifest = manifest;
    this.out = out;
    this.whole = Unfinished.beside(out, ".part");
    this.values = Unfinished.beside(out, ".values");
    this.valuesOut = new BufferedOutputStream(Files.newOutputStream(values));
  }

  @Override
  public void add(HarvestSample sample, byte[] bytes) throws IOException {
    valuesOut.write(bytes);
    scores.writeBytes(sample.deviceScores().toArray());
    samples.add(withoutBytes(sample));
  }

  /** What has gone to the file need not stay in memory. */
  private static HarvestSample withoutBytes(HarvestSample sample) {
    return new HarvestSample(
        sample.key(),
        sample.answered(),
        sample.project(),
        sample.signature(),
        sample.inputKey(),
        sample.deviceName(),
        sample.board(),
        sample.stage(),
        sample.audit(),
        Bytes.empty(),
        sample.deviceClass(),
        Bytes.empty(),
        sample.hostClass(),
        sample.confidence(),
        sample.members(),
        sample.votes());
  }

  @Override
  public void finish() throws IOException {
    valuesOut.close();
    boolean sound = manifest.input().audio().isPresent();
    List<Integer> shape = new ArrayList<>(List.of(samples.size()));
    shape.addAll(manifest.input().shape());
    try (NpzWriter npz = new NpzWriter(new BufferedOutputStream(Files.newOutputStream(whole)));
        InputStream in = Files.newInputStream(values)) {
      npz.bytes(sound ? "features" : "images", sound ? "i1" : "u1", shape, in);
      npz.ints("labels", ints(HarvestSample::hostClass));
      describe(npz);
    }
    Unfinished.finish(whole, out);
  }

  private void describe(NpzWriter npz) throws IOException {
    float[] confidence = new float[samples.size()];
    for (int i = 0; i < confidence.length; i++) {
      confidence[i] = samples.get(i).confidence();
    }
    npz.floats("confidence", confidence);
    npz.ints("device_class", ints(HarvestSample::deviceClass));
    npz.bytes(
        "device_scores",
        "i1",
        List.of(samples.size(), manifest.classes().size()),
        new ByteArrayInputStream(scores.toByteArray()));
    for (String member : manifest.host().members()) {
      npz.ints("vote_" + member, ints(sample -> sample.votes().getOrDefault(member, -1)));
    }
    npz.ints("audit", ints(sample -> sample.audit() ? 1 : 0));
    npz.longs(
        "answered_ms", samples.stream().mapToLong(s -> s.answered().toEpochMilli()).toArray());
    npz.longs("device", longs(sample -> sample.key().device()));
    npz.longs("boot", longs(sample -> sample.key().boot()));
    npz.longs("sequence", longs(sample -> sample.key().sequence()));
    npz.texts("device_name", samples.stream().map(HarvestSample::deviceName).toList());
    npz.texts("classes", manifest.classes());
  }

  private int[] ints(ToIntFunction<HarvestSample> field) {
    return samples.stream().mapToInt(field).toArray();
  }

  private long[] longs(ToIntFunction<HarvestSample> field) {
    return samples.stream()
        .mapToLong(sample -> Integer.toUnsignedLong(field.applyAsInt(sample)))
        .toArray();
  }

  @Override
  public void close() throws IOException {
    valuesOut.close();
    Files.deleteIfExists(values);
    Files.deleteIfExists(whole);
  }
}
