package dev.upcall.host.bridge;

import static dev.upcall.host.testing.Eventually.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.project.Project;
import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Foreign;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageCodec;
import dev.upcall.core.wire.MessageType;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.testing.Devices;
import dev.upcall.host.testing.TinyProject;
import dev.upcall.host.transport.Connection;
import dev.upcall.host.transport.EmbeddedBroker;
import dev.upcall.host.transport.MqttOptions;
import dev.upcall.host.transport.Transports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BridgeTest {
  private static final String STATE = "upcall/v1/home/dev-7/state";

  /** What the tier above hears. */
  private record Heard(Connection from, Message message) {}

  @TempDir Path folder;
  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final Map<String, String> states = new ConcurrentHashMap<>();
  private Project project;
  private EmbeddedBroker broker;
  private Transports above;
  private Bridge bridge;
  private MqttAsyncClient watcher;

  @BeforeEach
  void connect() throws MqttException {
    project = TinyProject.in(folder);
    broker = EmbeddedBroker.start(0);
    above = new Transports((from, message) -> heard.add(new Heard(from, message)));
    above.mqtt(MqttOptions.of(broker.uri(), "home", "gateway"));
    watcher = new MqttAsyncClient(broker.uri(), "watcher", new MemoryPersistence());
    watcher.setCallback(
        new StateWatcher(
            (topic, payload) -> states.put(topic, new String(payload, StandardCharsets.US_ASCII))));
    watcher.connect().waitForCompletion(30_000);
    watcher.subscribe("upcall/v1/home/+/state", 1).waitForCompletion(30_000);
    bridge = new Bridge(MqttOptions.of(broker.uri(), "home", "bridge"));
  }

  @AfterEach
  void end() throws MqttException {
    bridge.close();
    above.close();
    watcher.disconnectForcibly(0, 500, true);
    watcher.close(true);
    broker.close();
  }

  private FakeWire wire(String name) {
    FakeWire wire = new FakeWire(name);
    bridge.attach(wire);
    return wire;
  }

  private Birth birth(int device, int boot) {
    return Devices.birth(project, device, boot);
  }

  private void say(FakeWire wire, Message message) {
    wire.listener().received(wire, message);
  }

  private <M extends Message> List<Heard> heard(Class<M> type) {
    return heard.stream().filter(one -> type.isInstance(one.message())).toList();
  }

  private UpcallRequest upcall(int sequence) {
    return Devices.upcallFrom(project, 7, 1, sequence);
  }

  /** Only a birth has to be read here. */
  @Test
  void messagesOfLaterReleasesPassUnchanged() throws Exception {
    FakeWire wire = wire("one");
    say(wire, birth(7, 1));
    Message up = Devices.changed(upcall(1), 1, 9);
    say(wire, up);
    await(() -> heard(Foreign.class).size() == 1);
    assertArrayEquals(
        MessageCodec.encode(up), MessageCodec.encode(heard(Foreign.class).get(0).message()));
    Message down = Devices.changed(upcall(2), 0, 2);
    heard(Foreign.class).get(0).from().send(down);
    assertArrayEquals(MessageCodec.encode(down), MessageCodec.encode(wire.next(Foreign.class)));

    say(wire, Devices.changed(birth(7, 2), 0, 2));
    assertEquals(2, wire.next(Foreign.class).wireVersion());
    say(wire, Devices.changed(upcall(3), 0, 2));
    assertEquals(3, wire.next(Foreign.class).header().sequence());
    assertEquals(1, heard(Foreign.class).size());
  }

  @Test
  void aDeviceOnAWireIsADeviceOnTheBroker() throws Exception {
    FakeWire wire = wire("one");
    say(wire, upcall(1));
    say(wire, birth(7, 1));
    say(wire, upcall(2));
    await(() -> heard(UpcallRequest.class).size() == 1);
    Heard up = heard(UpcallRequest.class).get(0);
    assertEquals(upcall(2), up.message());
    assertEquals("mqtt home/dev-7", up.from().name());
    assertEquals(birth(7, 1), heard(Birth.class).get(0).message());
    await(() -> "online".equals(states.get(STATE)));

    Answer answer = new Answer(up.message().header(), 1, 0.5f, 7);
    up.from().send(answer);
    assertEquals(answer, wire.next(Answer.class));
    BridgeCount count = bridge.count();
    assertEquals(new BridgeCount(1, 1, 1, 1, 0, 0), count, "the first came before its birth");

    // Who comes later knows the device too.
    List<Message> late = new CopyOnWriteArrayList<>();
    try (Transports later = new Transports((from, message) -> late.add(message))) {
      later.mqtt(MqttOptions.of(broker.uri(), "home", "late"));
      await(() -> late.contains(birth(7, 1)));
    }
    watcher.publish("upcall/v1/home/dev-7/down", new byte[] {1, 2}, 1, false);
    await(() -> bridge.count().malformed() == 1);
    bridge.close();
    await(() -> "offline".equals(states.get(STATE)));
  }

  @Test
  void stateFollowsTheWireAndAnswersWaitForTheBridge() throws Exception {
    FakeWire wire = wire("one");
    say(wire, birth(7, 1));
    await(() -> "online".equals(states.get(STATE)));
    wire.cut();
    await(() -> "offline".equals(states.get(STATE)));
    wire.mend();
    say(wire, birth(7, 2));
    await(() -> "online".equals(states.get(STATE)));

    // The bridge dies; what is said to the device meanwhile is there for the next one.
    say(wire, upcall(3));
    await(() -> heard(UpcallRequest.class).size() == 1);
    Heard up = heard(UpcallRequest.class).get(0);
    bridge.close();
    await(() -> "offline".equals(states.get(STATE)));
    Ack stored = new Ack(up.message().header(), MessageType.UPCALL, Ack.Code.STORED);
    up.from().send(stored);
    bridge = new Bridge(MqttOptions.of(broker.uri(), "home", "bridge"));
    FakeWire next = wire("one again");
    say(next, birth(7, 2));
    assertEquals(stored, next.next(Ack.class));
    await(() -> "online".equals(states.get(STATE)));
  }

  @Test
  void aNameIsOneDevicesWhichMayMove() throws Exception {
    FakeWire one = wire("one");
    FakeWire two = wire("two");
    say(one, birth(7, 1));
    say(two, named("dev-7", 8));
    assertEquals(1, bridge.count().refused(), "another device of that name");
    say(two, upcall(1));
    assertEquals(1, bridge.count().dropped());
    say(two, named("no/topic", 9));
    assertEquals(2, bridge.count().refused());
    one.cut();
    say(two, birth(7, 2));
    assertEquals(2, bridge.count().refused());
    await(() -> heard(Birth.class).stream().anyMatch(b -> b.message().equals(birth(7, 2))));
    Heard up = heard(Birth.class).get(0);
    up.from().send(new Ack(up.message().header(), MessageType.UPCALL, Ack.Code.BUSY));
    two.next(Ack.class);
    assertTrue(one.rest().isEmpty());
    assertEquals(1, bridge.count().devices());
  }

  @Test
  void boardsOfOneIdentityDoNotTakeEachOthersPlace() throws Exception {
    FakeWire one = wire("one");
    FakeWire two = wire("two");
    say(one, birth(7, 1));
    say(two, birth(7, 2));
    assertEquals(1, bridge.count().refused(), "a name and number that are on another wire");
    say(two, upcall(1));
    say(one, upcall(2));
    await(() -> heard(UpcallRequest.class).size() == 1);
    assertEquals(upcall(2), heard(UpcallRequest.class).get(0).message());
    // It was refused, says no other birth, and has the name all the same when it is free.
    one.cut();
    await(() -> heard(Birth.class).stream().anyMatch(b -> b.message().equals(birth(7, 2))));
    assertEquals(1, bridge.count().refused());
    say(two, upcall(3));
    await(() -> heard(UpcallRequest.class).size() == 2);
  }

  @Test
  void whatABoardSaysBeforeItsBirthIsNotItsPredecessors() throws Exception {
    FakeWire wire = wire("one");
    say(wire, named("dev-7", 8));
    say(wire, upcall(1));
    assertEquals(1, bridge.count().dropped());
    say(wire, birth(7, 1));
    say(wire, upcall(2));
    await(() -> heard(UpcallRequest.class).size() == 1);
    assertEquals(upcall(2), heard(UpcallRequest.class).get(0).message());
    assertEquals(1, bridge.count().dropped());
  }

  @Test
  void theEndWaitsOnceForASilentBroker() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String uri = "tcp://127.0.0.1:" + silent.getLocalPort();
      Bridge stuck = new Bridge(MqttOptions.of(uri, "home", "bridge"));
      for (int i = 0; i < 3; i++) {
        FakeWire wire = new FakeWire("wire " + i);
        stuck.attach(wire);
        say(wire, named("dev-" + i, i));
      }
      assertEquals(3, stuck.count().devices());
      assertTimeoutPreemptively(Duration.ofSeconds(5), () -> stuck.close(200));
    }
  }

  @Test
  void manyNamesOnOneWireDoNotMakeManyConnections() {
    FakeWire wire = wire("one");
    for (int i = 0; i < 10_000; i++) {
      say(wire, named("dev-" + i, i));
    }
    assertTrue(bridge.count().devices() < 100, () -> bridge.count().toString());
    assertTrue(bridge.count().refused() > 9000, () -> bridge.count().toString());
  }

  private Birth named(String name, int device) {
    Birth birth = birth(device, 1);
    return new Birth(
        birth.header(),
        birth.signature(),
        birth.window(),
        birth.pending(),
        birth.classes(),
        birth.inputBytes(),
        birth.rawBytes(),
        birth.receiveBytes(),
        birth.deadlineMs(),
        birth.stages(),
        birth.abilities(),
        birth.project(),
        birth.board(),
        name,
        birth.version());
  }
}
