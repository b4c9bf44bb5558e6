package dev.upcall.compiler.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Writes FlatBuffers, parents before their children. A field is null, a Byte, Integer, Long or
 * Float, or what an offset leads to: a {@link Table}, a List of them, a String, byte[], int[],
 * long[] or float[].
 */
final class FlatWriter {
  /** Fields in the order of their numbers. */
  record Table(List<Object> fields) {
    static Table of(Object... fields) {
      return new Table(Arrays.asList(fields));
    }
  }

  /** An offset that waits for its target. */
  private record Pending(int position, Object target) {}

  private final ByteBuffer out = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
  private final Deque<Pending> pending = new ArrayDeque<>();

  private FlatWriter() {}

  static byte[] write(String identifier, Table root) {
    return new FlatWriter().run(identifier, root);
  }

  private byte[] run(String identifier, Table root) {
    refer(root);
    out.put(identifier.getBytes(StandardCharsets.US_ASCII));
    while (!pending.isEmpty()) {
      Pending next = pending.removeFirst();
      align(8);
      int position = put(next.target());
      out.putInt(next.position(), position - next.position());
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /** Where the object begins for whoever refers to it. */
  private int put(Object object) {
    if (object instanceof Table table) {
      return put(table);
    }
    int position = out.position();
    if (object instanceof List<?> tables) {
      out.putInt(tables.size());
      tables.forEach(this::refer);
    } else if (object instanceof String text) {
      putBytes(text.getBytes(StandardCharsets.UTF_8));
      out.put((byte) 0);
    } else if (object instanceof byte[] bytes) {
      putBytes(bytes);
    } else if (object instanceof int[] integers) {
      out.putInt(integers.length);
      Arrays.stream(integers).forEach(out::putInt);
    } else if (object instanceof long[] longs) {
      out.putInt(longs.length);
      Arrays.stream(longs).forEach(out::putLong);
    } else if (object instanceof float[] reals) {
      out.putInt(reals.length);
      for (float real : reals) {
        out.putFloat(real);
      }
    } else {
      throw new IllegalArgumentException(String.valueOf(object));
    }
    return position;
  }

  private int put(Table table) {
    int vtable = out.position();
    out.position(vtable + 4 + 2 * table.fields().size());
    align(8);
    int start = out.position();
    out.putInt(start - vtable);
    for (int i = 0; i < table.fields().size(); i++) {
      Object field = table.fields().get(i);
      if (field != null) {
        out.putShort(vtable + 4 + 2 * i, (short) (putField(field) - start));
      }
    }
    out.putShort(vtable, (short) (4 + 2 * table.fields().size()));
    out.putShort(vtable + 2, (short) (out.position() - start));
    return start;
  }

  /** Where the field stands. */
  private int putField(Object field) {
    if (field instanceof Byte number) {
      out.put(number);
      return out.position() - 1;
    }
    align(field instanceof Long ? 8 : 4);
    int position = out.position();
    if (field instanceof Integer number) {
      out.putInt(number);
    } else if (field instanceof Long number) {
      out.putLong(number);
    } else if (field instanceof Float number) {
      out.putFloat(number);
    } else {
      refer(field);
    }
    return position;
  }

  private void refer(Object target) {
    pending.addLast(new Pending(out.position(), target));
    out.putInt(0);
  }

  private void putBytes(byte[] bytes) {
    out.putInt(bytes.length);
    out.put(bytes);
  }

  private void align(int bytes) {
    while (out.position() % bytes != 0) {
      out.put((byte) 0);
    }
  }
}
