package dev.upcall.core.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes NumPy's zip of arrays, as {@link NpzReader} and {@code numpy.load} read it; little endian,
 * C order, and without times, so that the same arrays give the same bytes. Source: NEP 1, "A Simple
 * File Format for NumPy Arrays".
 */
public final class NpzWriter implements AutoCloseable {
  /** The data behind a header begins at a multiple of this. */
  private static final int ALIGNMENT = 64;

  private static final int PREFIX_BYTES = 10;

  private final ZipOutputStream zip;

  /** Writes into a stream, which is closed with this. */
  public NpzWriter(OutputStream out) {
    this.zip = new ZipOutputStream(out);
  }

  /**
   * An array of bytes.
   *
   * @param type {@code u1} or {@code i1}
   * @param data its elements, as many as {@code shape} says
   */
  public void bytes(String name, String type, List<Integer> shape, InputStream data)
      throws IOException {
    begin(name, "|" + type, shape);
    data.transferTo(zip);
    zip.closeEntry();
  }

  /** An array [n] of int32. */
  public void ints(String name, int... values) throws IOException {
    ByteBuffer bytes = buffer(values.length, Integer.BYTES);
    bytes.asIntBuffer().put(values);
    array(name, "<i4", values.length, bytes);
  }

  /** An array [n] of int64. */
  public void longs(String name, long... values) throws IOException {
    ByteBuffer bytes = buffer(values.length, Long.BYTES);
    bytes.asLongBuffer().put(values);
    array(name, "<i8", values.length, bytes);
  }

  /** An array [n] of float32. */
  public void floats(String name, float... values) throws IOException {
    ByteBuffer bytes = buffer(values.length, Float.BYTES);
    bytes.asFloatBuffer().put(values);
    array(name, "<f4", values.length, bytes);
  }

  /** An array [n] of texts, as NumPy has them: UTF-32, all as long as the longest. */
  public void texts(String name, List<String> values) throws IOException {
    int longest =
        values.stream().mapToInt(text -> text.codePointCount(0, text.length())).max().orElse(0);
    int width = Math.max(1, longest);
    ByteBuffer bytes = buffer(values.size(), width * Integer.BYTES);
    for (int i = 0; i < values.size(); i++) {
      bytes.position(i * width * Integer.BYTES);
      values.get(i).codePoints().forEach(bytes::putInt);
    }
    array(name, "<U" + width, values.size(), bytes);
  }

  private static ByteBuffer buffer(int values, int width) {
    return ByteBuffer.allocate(Math.multiplyExact(values, width)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void array(String name, String type, int length, ByteBuffer data) throws IOException {
    begin(name, type, List.of(length));
    zip.write(data.array());
    zip.closeEntry();
  }

  private void begin(String name, String type, List<Integer> shape) throws IOException {
    ZipEntry entry = new ZipEntry(name + ".npy");
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
    zip.putNextEntry(entry);
    zip.write(header(type, shape));
  }

  private static byte[] header(String type, List<Integer> shape) {
    String sides = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
    String text =
        String.format(
            Locale.ROOT, "{'descr': '%s', 'fortran_order': False, 'shape': (%s,), }", type, sides);
    int length = PREFIX_BYTES + text.length() + 1;
    int padded = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    String padding = " ".repeat(padded - length);
    ByteBuffer header = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
    header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    header.put((byte) 1).put((byte) 0).putShort((short) (padded - PREFIX_BYTES));
    header.put((text + padding + "\n").getBytes(StandardCharsets.US_ASCII));
    return header.array();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
