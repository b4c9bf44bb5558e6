package dev.upcall.core.wire;

import static dev.upcall.core.wire.DeviceUnderTest.Equipment.DAMAGE;
import static dev.upcall.core.wire.DeviceUnderTest.Equipment.ERASED;
import static dev.upcall.core.wire.DeviceUnderTest.Equipment.KEY;
import static dev.upcall.core.wire.DeviceUnderTest.Equipment.REBUILT;
import static dev.upcall.core.wire.DeviceUnderTest.Equipment.STORE;
import static dev.upcall.core.wire.DeviceUnderTest.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.wire.DeviceUnderTest.Equipment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Pushed parameters and the firmware's runtime, in C: who may push, what is refused, what outlives
 * a restart, and how values that make too many samples go up are taken back. The test's ladder
 * takes values from 0 to 1, and with the first over 0.75 asks the host about every sample.
 */
@Tag("cc")
class DeviceParametersTest extends DeviceConversation {
  private static final byte[] DEVICE_KEY = key();
  private static final List<Float> MILD = List.of(0.25f, 0f, 1f, 0.5f);
  private static final List<Float> ASKING = List.of(0.875f, 0f, 1f, 0.5f);
  private static final Parameters.Guard NONE = Parameters.Guard.NONE;

  private int attempt;

  @BeforeEach
  void provision() {
    restart(BOOT, KEY, STORE, ERASED);
    device.with(KEY, STORE);
    device.atHost.clear();
  }

  private static byte[] key() {
    byte[] key = new byte[Parameters.KEY_BYTES];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) i;
    }
    return key;
  }

  private static void restart(int boot, Equipment... equipment) {
    device.with(equipment).boot(boot).withNewHost().run(20);
    assertTrue(device.host().isUp());
  }

  private Ack.Code push(int version, Parameters.Guard guard, List<Float> values) {
    // The line takes no message twice, and no ack.
    Header header = header(BOOT, version).withAttempt(attempt++);
    device.withNewHost().run(20);
    return push(Parameters.signed(header, guard, values, DEVICE_KEY));
  }

  private static Ack.Code push(Message parameters) {
    device.atHost.removeIf(Ack.class::isInstance);
    device.host().send(parameters);
    device.run(10);
    Ack ack = device.only(Ack.class);
    assertEquals(MessageType.PARAMETERS.id(), ack.of());
    assertEquals(parameters.header().sequence(), ack.header().sequence());
    return ack.code();
  }

  /** Whether the device answers a sample of which it is sure. */
  private static boolean accepts() {
    device.outcomes.clear();
    device.submit(input(3, false));
    device.run(DEADLINE_MS + 10);
    return device.outcomes.get(0).source() == LOCAL;
  }

  private static long version() {
    return stat(Stats.Counter.PARAMETERS_VERSION);
  }

  @Test
  void signedValuesAreTakenAndKept() {
    assertEquals(Ack.Code.STORED, push(7, NONE, ASKING));
    assertEquals(7, version());
    assertEquals(1, stat(Stats.Counter.PARAMETERS_KEPT));
    assertEquals(0, stat(Stats.Counter.REFUSED));
    assertEquals(false, accepts());
    restart(BOOT, KEY, STORE);
    assertEquals(7, device.host().birth().orElseThrow().parametersVersion().orElseThrow());
    assertEquals(false, accepts());
  }

  @Test
  void withoutAStoreTheyLastUntilTheNextStart() {
    restart(BOOT, KEY);
    assertEquals(Ack.Code.STORED, push(7, NONE, ASKING));
    assertEquals(0, stat(Stats.Counter.PARAMETERS_KEPT));
    assertEquals(false, accepts());
    restart(BOOT, KEY);
    assertEquals(0, version());
    assertEquals(true, accepts());
  }

  @Test
  void nobodyPushesToADeviceWithoutAKey() {
    restart(BOOT, STORE);
    assertEquals(Ack.Code.NO_KEY, push(1, NONE, MILD));
    byte[] zeros = new byte[Parameters.KEY_BYTES];
    assertEquals(Ack.Code.NO_KEY, push(Parameters.signed(header(BOOT, 2), NONE, MILD, zeros)));
    assertEquals(0, version());
  }

  @Test
  void nobodyPushesWithoutTheKey() {
    byte[] other = DEVICE_KEY.clone();
    other[31] ^= 1;
    assertEquals(
        Ack.Code.NOT_AUTHENTIC, push(Parameters.signed(header(BOOT, 1), NONE, MILD, other)));
    Parameters right = Parameters.signed(header(BOOT, 7), NONE, MILD, DEVICE_KEY);
    // In a value its lower bits alone: others may make it no number, which no host encodes.
    for (int bit = 64;
        bit < 8 * right.payloadBytes();
        bit += bit < 192 && bit % 32 == 15 ? 17 : 1) {
      assertEquals(Ack.Code.NOT_AUTHENTIC, push(flipped(right, bit)), "bit " + bit);
      device.withNewHost().run(20);
    }
    assertEquals(
        Ack.Code.NOT_AUTHENTIC,
        push(new Parameters(header(BOOT, 7), Parameters.Guard.of(0, 1), MILD, right.mac())),
        "another guard");
    assertEquals(
        Ack.Code.NOT_AUTHENTIC,
        push(new Parameters(header(BOOT, 2), NONE, MILD, right.mac())),
        "another version");
    assertEquals(
        Ack.Code.NOT_AUTHENTIC,
        push(new Parameters(header(BOOT, 3).withStage(1), NONE, MILD, right.mac())),
        "another stage");
    assertEquals(0, version());
    assertEquals(Ack.Code.STORED, push(right));
  }

  /** The message with a bit of a value or of its MAC changed. */
  private static Parameters flipped(Parameters right, int bit) {
    byte[] payload = new byte[right.payloadBytes()];
    ByteBuffer bytes = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    right.writePayload(bytes);
    payload[bit / 8] ^= (byte) (1 << bit % 8);
    return Parameters.read(right.header(), bytes.rewind());
  }

  @Test
  void valuesThatMakeNoSenseAreRefusedAndNoneIsTaken() {
    assertEquals(Ack.Code.WRONG_SIZE, push(1, NONE, MILD.subList(0, 3)));
    assertEquals(Ack.Code.WRONG_SIZE, push(1, NONE, List.of(0f, 0f, 0f, 0f, 0f)));
    assertEquals(Ack.Code.OUT_OF_RANGE, push(1, NONE, List.of(0.875f, 0f, 1.5f, 0f)));
    assertEquals(Ack.Code.OUT_OF_RANGE, push(1, NONE, List.of(0.875f, 0f, 0f, -0.5f)));
    Header stage = header(BOOT, 2).withStage(1);
    assertEquals(
        Ack.Code.MALFORMED, push(Parameters.signed(stage, NONE, MILD, DEVICE_KEY)), "a stage");
    assertEquals(0, version());
    assertEquals(true, accepts());
    assertEquals(5, stat(Stats.Counter.REFUSED));
  }

  @Test
  void versionsOnlyGrow() {
    assertEquals(Ack.Code.STORED, push(7, NONE, MILD));
    assertEquals(Ack.Code.STORED, push(7, NONE, MILD), "again, since its ack may be lost");
    assertEquals(Ack.Code.OLD, push(7, NONE, ASKING));
    assertEquals(Ack.Code.OLD, push(6, NONE, ASKING));
    assertEquals(Ack.Code.OLD, push(0, NONE, ASKING));
    restart(BOOT, KEY, STORE);
    assertEquals(Ack.Code.OLD, push(6, NONE, ASKING));
    assertEquals(Ack.Code.STORED, push(-1, NONE, ASKING), "the greatest there is");
    assertEquals(Ack.Code.OLD, push(8, NONE, MILD));
  }

  @Test
  void aMessageToAnEarlierStartIsWorthNothing() {
    Parameters old = Parameters.signed(header(BOOT, 7), NONE, MILD, DEVICE_KEY);
    restart(BOOT + 1, KEY);
    assertEquals(Ack.Code.OTHER_BOOT, push(old));
    Parameters moved = new Parameters(header(BOOT + 1, 7), NONE, MILD, old.mac());
    assertEquals(Ack.Code.NOT_AUTHENTIC, push(moved));
  }

  @Test
  void damagedStoresAndOtherFirmwareFallBackToWhatIsBuiltIn() {
    assertEquals(Ack.Code.STORED, push(7, NONE, ASKING));
    restart(BOOT, KEY, STORE, REBUILT);
    assertEquals(0, version(), "new firmware's values come after those pushed to the old");
    assertEquals(true, accepts());
    assertEquals(Ack.Code.OLD, push(7, NONE, ASKING), "and its versions go on");
    restart(BOOT, KEY, STORE);
    assertEquals(7, version());
    restart(BOOT, KEY, STORE, DAMAGE);
    assertEquals(0, version());
    assertEquals(true, accepts());
  }

  @Test
  void tooManyUpcallsTakeThemBack() {
    assertEquals(Ack.Code.STORED, push(3, NONE, MILD));
    assertEquals(Ack.Code.STORED, push(7, Parameters.Guard.of(0.3, 10), ASKING));
    for (int i = 0; i < 3; i++) {
      assertEquals(false, accepts());
      assertEquals(7, version());
    }
    device.atHost.clear();
    assertEquals(false, accepts(), "the fourth of ten is too many");
    Ack ack = device.only(Ack.class);
    assertEquals("7 ROLLED_BACK", ack.header().sequence() + " " + ack.code());
    assertEquals(3, version());
    assertEquals(7, stat(Stats.Counter.PARAMETERS_ROLLED_BACK));
    assertEquals(true, accepts());
    assertEquals(Ack.Code.ROLLED_BACK, push(7, Parameters.Guard.of(0.3, 10), ASKING));
    restart(BOOT, KEY, STORE);
    assertEquals(3, version(), "that is kept too");
    assertEquals(7, stat(Stats.Counter.PARAMETERS_ROLLED_BACK));
    assertEquals(Ack.Code.OLD, push(6, NONE, ASKING));
    assertEquals(Ack.Code.STORED, push(8, NONE, ASKING));
  }

  @Test
  void aRestartBeginsTheTrialAnew() {
    assertEquals(Ack.Code.STORED, push(7, Parameters.Guard.of(0.3, 10), ASKING));
    for (int i = 0; i < 3; i++) {
      accepts();
    }
    restart(BOOT, KEY, STORE);
    for (int i = 0; i < 4; i++) {
      assertEquals(7, version());
      accepts();
    }
    assertEquals(0, version());
  }

  @Test
  void valuesThatDoWellStay() {
    assertEquals(Ack.Code.STORED, push(7, Parameters.Guard.of(0.3, 3), MILD));
    for (int i = 0; i < 3; i++) {
      assertEquals(true, accepts());
    }
    assertEquals(Ack.Code.STORED, push(8, NONE, ASKING));
    for (int i = 0; i < 5; i++) {
      assertEquals(false, accepts());
    }
    assertEquals(8, version());
  }

  @Test
  void aSecondPushOnTrialGoesBackToBeforeTheFirst() {
    assertEquals(Ack.Code.STORED, push(7, Parameters.Guard.of(0.3, 10), MILD));
    assertEquals(Ack.Code.STORED, push(8, Parameters.Guard.of(0, 10), ASKING));
    accepts();
    assertEquals(0, version());
  }

  @Test
  void aSampleUnderWayEndsWithTheValuesItBeganWith() {
    assertEquals(0, device.submit(later(3, false)).status());
    // Not a poll of its own: the next stage runs in the poll in which the message comes.
    assertEquals(Ack.Code.STORED, push(7, NONE, ASKING));
    device.run(20);
    assertEquals(LOCAL, device.outcomes.get(0).source());
    assertEquals(false, accepts());
  }
}
