package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array of whole numbers in NumPy's file format, read number by number. Arrays of Python objects
 * are refused: they are pickles, which are programs. Source: NEP 1, "A Simple File Format for NumPy
 * Arrays".
 *
 * <pre>
 * 93 "NUMPY" major minor | header length u16 (version 1) or u32, little endian | header | data
 * {'descr': '|u1', 'fortran_order': False, 'shape': (1797, 8, 8), }
 * </pre>
 */
final class NpyArray {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_HEADER = 1 << 16;
  private static final int MAX_RANK = 8;
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*(?:'([^']*)'|\\[)");
  private static final Pattern INTEGERS = Pattern.compile("([<>|=]?)([iu])([1248])");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9, ]*)\\)");

  private final DataFile file;
  private final List<Integer> shape;
  private final int width;
  private final boolean signed;
  private final ByteOrder order;

  NpyArray(DataFile file, DataLimits limits) {
    this.file = file;
    String header = header();
    Matcher type = type(header);
    this.order = type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    this.signed = type.group(2).equals("i");
    this.width = Integer.parseInt(type.group(3));
    if (find(ORDER, header).group(1).equals("True")) {
      throw wrongType("an array in Fortran order", "np.save(path, np.ascontiguousarray(x))");
    }
    this.shape = shape(find(SHAPE, header).group(1), limits);
  }

  private String header() {
    if (!Arrays.equals(file.bytes(MAGIC.length), MAGIC)) {
      throw file.malformed("NPY").need("93 \"NUMPY\" at the start").toException();
    }
    int version = file.u8();
    file.u8();
    if (version < 1 || version > 3) {
      throw file.malformed("NPY").found("version %d", version).need("1 to 3").toException();
    }
    long length =
        version == 1 ? littleEndian(file.bytes(2), false) : littleEndian(file.bytes(4), false);
    if (length > MAX_HEADER) {
      throw file.malformed("NPY").found("a header of %d bytes", length).toException();
    }
    return new String(file.bytes((int) length), StandardCharsets.UTF_8);
  }

  private Matcher find(Pattern pattern, String header) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw file.malformed("NPY").found("a header without descr, order or shape").toException();
    }
    return matcher;
  }

  private Matcher type(String header) {
    String text = find(TYPE, header).group(1);
    if (text != null && text.contains("O")) {
      throw Diagnostic.of(DataCode.UNSAFE, file.name())
          .at("%s", file.name())
          .found("an array of Python objects, which is a pickle")
          .need("an array of unsigned bytes")
          .fix("np.save(path, x.astype(np.uint8), allow_pickle=False)")
          .toException();
    }
    Matcher matcher = INTEGERS.matcher(text == null ? "" : text);
    if (!matcher.matches()) {
      throw wrongType(
          text == null ? "a structured type" : "type " + text, "np.save(path, x.astype(np.uint8))");
    }
    return matcher;
  }

  private UpcallException wrongType(String found, String fix) {
    return Diagnostic.of(DataCode.TYPE, file.name())
        .at("%s", file.name())
        .found("%s", found)
        .need("whole numbers, in C order")
        .fix("%s", fix)
        .toException();
  }

  private List<Integer> shape(String text, DataLimits limits) {
    List<Integer> sides = new ArrayList<>();
    long bytes = width;
    for (String side : text.split(",")) {
      if (side.isBlank()) {
        continue;
      }
      String digits = side.strip();
      // Nine digits fit an int; the limit of a product holds for each of its factors.
      long length = digits.matches("\\d{1,9}") ? Long.parseLong(digits) : Long.MAX_VALUE;
      if (sides.size() == MAX_RANK || length > 0 && bytes > limits.bytes() / length) {
        throw Diagnostic.of(DataCode.TOO_LARGE, file.name())
            .at("%s", file.name())
            .found("shape (%s)", text)
            .need("at most %d bytes in all, %d dimensions", limits.bytes(), MAX_RANK)
            .toException();
      }
      bytes *= length;
      sides.add((int) length);
    }
    return List.copyOf(sides);
  }

  String name() {
    return file.name();
  }

  List<Integer> shape() {
    return shape;
  }

  /** The next numbers, in C order; an unsigned 64-bit one that is too large comes out negative. */
  long[] next(int count) {
    byte[] bytes = file.bytes(count * width);
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      byte[] one = Arrays.copyOfRange(bytes, i * width, (i + 1) * width);
      numbers[i] = order == ByteOrder.LITTLE_ENDIAN ? littleEndian(one, signed) : bigEndian(one);
    }
    return numbers;
  }

  /** Reports anything after the array. */
  void end() {
    file.end("NPY");
  }

  private long bigEndian(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return littleEndian(reversed, signed);
  }

  private static long littleEndian(byte[] bytes, boolean signed) {
    byte[] wide = Arrays.copyOf(bytes, 8);
    if (signed && bytes[bytes.length - 1] < 0) {
      Arrays.fill(wide, bytes.length, 8, (byte) 0xff);
    }
    return ByteBuffer.wrap(wide).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }
}
