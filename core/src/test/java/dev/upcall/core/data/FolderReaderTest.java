package dev.upcall.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Refused;
import dev.upcall.core.diagnostic.UpcallException;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderReaderTest {
  @TempDir Path folder;

  private static byte[] grey(String format, int width, int height, int... values) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < values.length; i++) {
      image.getRaster().setSample(i % width, i / width, 0, values[i]);
    }
    return TestFiles.encode(format, image);
  }

  private void add(String path, byte[] picture) {
    TestFiles.write(folder.resolve(path), picture);
  }

  private Dataset read(SampleSpec spec) {
    return new DatasetReader(spec).read(folder);
  }

  @Test
  void readsClassesInTheManifestsOrderAndPicturesByName() {
    add("yes/a.png", grey("png", 2, 2, 1, 2, 3, 4));
    add("no/b.png", grey("png", 2, 2, 9));
    add("no/a.bmp", grey("bmp", 2, 2, 8));
    add("no/.hidden", new byte[1]);
    add(".cache/x.txt", new byte[1]);
    Dataset data = read(TestFiles.TINY);
    assertEquals(3, data.size());
    assertEquals(8, data.raw(0)[0]);
    assertEquals(9, data.raw(1)[0]);
    // Grey levels as stored: colour management would brighten the dark ones.
    assertArrayEquals(TestFiles.bytes(1, 2, 3, 4), data.raw(2));
    assertEquals(0, data.label(1));
    assertEquals(1, data.label(2));
  }

  @Test
  void readsColoursPalettesAndGreyAsThreeChannels() {
    int rgb = 0x0a141e;
    add("no/a.png", TestFiles.picture("png", BufferedImage.TYPE_3BYTE_BGR, 2, 2, rgb));
    BufferedImage palette = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_INDEXED);
    palette.setRGB(0, 0, 0xff00ff);
    add("no/b.png", TestFiles.encode("png", palette));
    add("no/c.png", grey("png", 2, 2, 77));
    add("no/d.png", TestFiles.picture("png", BufferedImage.TYPE_4BYTE_ABGR, 2, 2, 0xff0a141e));
    Dataset data = read(TestFiles.COLOUR);
    assertArrayEquals(TestFiles.bytes(10, 20, 30), Arrays.copyOf(data.raw(0), 3));
    assertArrayEquals(TestFiles.bytes(255, 0, 255), Arrays.copyOf(data.raw(1), 3));
    assertArrayEquals(TestFiles.bytes(77, 77, 77), Arrays.copyOf(data.raw(2), 3));
    assertArrayEquals(TestFiles.bytes(10, 20, 30), Arrays.copyOf(data.raw(3), 3));
  }

  @Test
  void refusesColourWhereGreyIsExpected() {
    add("no/a.png", TestFiles.picture("png", BufferedImage.TYPE_3BYTE_BGR, 2, 2, 0x0a0a0a));
    assertEquals(10, read(TestFiles.TINY).raw(0)[0]);
    add("no/b.png", TestFiles.picture("png", BufferedImage.TYPE_3BYTE_BGR, 2, 2, 0x0a0a0b));
    Refused.with(DataCode.SHAPE, () -> read(TestFiles.TINY));
  }

  @Test
  void refusesOtherSizes() {
    add("no/a.png", grey("png", 3, 2));
    Diagnostic diagnostic = Refused.with(DataCode.SHAPE, () -> read(TestFiles.TINY));
    assertEquals("[2, 3, ...]", diagnostic.found());
    assertEquals("no/a.png", diagnostic.at());
  }

  @Test
  void refusesAHugePictureBeforeItIsDecoded() {
    byte[] huge = grey("png", 2, 2);
    // Width and height of the PNG's first chunk, whose checksum follows 17 bytes later.
    ByteBuffer.wrap(huge).putInt(16, 1 << 30).putInt(20, 1 << 30);
    CRC32 crc = new CRC32();
    crc.update(huge, 12, 17);
    ByteBuffer.wrap(huge).putInt(29, (int) crc.getValue());
    add("no/a.png", huge);
    Refused.with(DataCode.SHAPE, () -> read(TestFiles.TINY));
  }

  @Test
  void refusesDepthAndTransparency() {
    BufferedImage deep = new BufferedImage(2, 2, BufferedImage.TYPE_USHORT_GRAY);
    add("no/a.png", TestFiles.encode("png", deep));
    Refused.with(DataCode.TYPE, () -> read(TestFiles.TINY));
    add("no/a.png", TestFiles.picture("png", BufferedImage.TYPE_4BYTE_ABGR, 2, 2, 0x800a141e));
    Refused.with(DataCode.TYPE, () -> read(TestFiles.COLOUR));
  }

  @Test
  void refusesUnknownFoldersAndFiles() {
    add("no/a.png", grey("png", 2, 2));
    add("yse/a.png", grey("png", 2, 2));
    Diagnostic diagnostic = Refused.with(DataCode.LABEL, () -> read(TestFiles.TINY));
    assertEquals("did you mean \"yes\"?", diagnostic.fix());
    Path other = folder.resolve("other");
    TestFiles.write(other.resolve("no/a.webp"), new byte[4]);
    Refused.with(DataCode.FORMAT, () -> new DatasetReader(TestFiles.TINY).read(other));
    TestFiles.write(folder.resolve("third/yes/a.png"), "not a picture");
    Path third = folder.resolve("third");
    Refused.with(DataCode.MALFORMED, () -> new DatasetReader(TestFiles.TINY).read(third));
  }

  @Test
  void refusesAnEmptyFolder() {
    Refused.with(DataCode.EMPTY, () -> read(TestFiles.TINY));
  }

  @Test
  void refusesShapesThatAreNoPicture() {
    add("no/a.png", grey("png", 2, 2));
    SampleSpec flat = new SampleSpec(List.of(4), 0, 255, TestFiles.TINY.classes());
    Refused.with(DataCode.SHAPE, () -> read(flat));
  }

  /** Whatever a damaged picture holds, the answer is a picture or a diagnostic. */
  @Test
  void survivesDamagedPictures() {
    Random random = new Random(1);
    ImageDecoder decoder = new ImageDecoder(TestFiles.COLOUR);
    int refused = 0;
    for (String format : new String[] {"png", "jpeg", "bmp"}) {
      byte[] whole = TestFiles.picture(format, BufferedImage.TYPE_3BYTE_BGR, 2, 2, 0x123456);
      for (int i = 0; i < 500; i++) {
        byte[] damaged = Arrays.copyOf(whole, whole.length - random.nextInt(whole.length / 2));
        for (int flips = random.nextInt(4); flips > 0; flips--) {
          damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        try {
          assertEquals(12, decoder.decode(damaged, format).length);
        } catch (UpcallException e) {
          refused++;
        }
      }
    }
    assertTrue(refused > 1000, "refused " + refused);
  }
}
