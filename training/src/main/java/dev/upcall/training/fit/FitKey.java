package dev.upcall.training.fit;

import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.data.Samples;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * What a fit's weights depend on, as 16 hexadecimal digits: settings, seed, data and first weights.
 * A checkpoint of another key is that of another training.
 */
public final class FitKey {
  private static final int DIGITS = 16;

  private final MessageDigest digest;

  public FitKey() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public FitKey add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
    return this;
  }

  /** The samples by a checksum of each: as fast as memory, and nobody forges their own data. */
  public FitKey add(Samples samples) {
    add(samples.shape().toString());
    ByteBuffer bytes = ByteBuffer.allocate(samples.shape().size() * Float.BYTES);
    ByteBuffer sums = ByteBuffer.allocate(samples.size() * 2 * Integer.BYTES);
    for (int n = 0; n < samples.size(); n++) {
      bytes.asFloatBuffer().put(samples.values()[n]);
      CRC32C sum = new CRC32C();
      sum.update(bytes.array(), 0, bytes.capacity());
      sums.putInt((int) sum.getValue()).putInt(samples.labels()[n]);
    }
    digest.update(sums.array());
    return this;
  }

  public FitKey add(Snapshot weights) {
    for (String name : weights.names()) {
      float[] values = weights.values(name);
      ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
      bytes.asFloatBuffer().put(values);
      add(name);
      digest.update(bytes.array());
    }
    return this;
  }

  /** Of all that was added; the key starts over with nothing. */
  public String digits() {
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }
}
