package dev.upcall.host.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import dev.upcall.host.security.AccessRules.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerUsersTest {
  /** By mosquitto_passwd 2.0.11, of the password "secret". */
  private static final String HASH =
      "$7$101$UWz43ajeiF7ed4a6$fTXzr9pQ5gUH2+W58eMT/V2ao5utPgQOmYfR2ipre2TWUOMA4iiHUckL8eHjX6OYS7x4"
          + "7Wfs4U6rgmGF/SdU8g==";

  @TempDir Path folder;

  @Test
  void passwordsHashedByMosquittoAreKnown() throws IOException {
    PasswordFile file = PasswordFile.read(write("a:" + HASH + "\n# more\n\nb-2:" + HASH));
    assertTrue(file.accepts("a", "secret".toCharArray()));
    assertTrue(file.accepts("b-2", "secret".toCharArray()));
    assertFalse(file.accepts("a", "Secret".toCharArray()));
    assertFalse(file.accepts("a", new char[0]));
    assertFalse(file.accepts("c", "secret".toCharArray()));
  }

  @Test
  void linesThatAreNoUsersAreAllNamedAndNothingOfThemRepeated() throws IOException {
    Path file =
        write(
            "a:hush\n+:"
                + HASH
                + "\n#:"
                + HASH
                + "\na/b:"
                + HASH
                + "\na:$6$x$y\na:$7$101$UW$fT\n"
                + "ok:"
                + HASH
                + "\nok:"
                + HASH
                + "\n:"
                + HASH);
    UpcallException e = assertThrows(UpcallException.class, () -> PasswordFile.read(file));
    // The third line is a comment.
    assertEquals(7, e.diagnostics().size(), e.getMessage());
    assertEquals(HostCode.USERS_FILE, e.diagnostics().get(0).code());
    assertFalse(e.getMessage().contains("hush"), e.getMessage());
    assertThrows(UpcallException.class, () -> PasswordFile.read(write("# nobody\n")));
    assertThrows(UpcallException.class, () -> PasswordFile.read(folder.resolve("none")));
  }

  @Test
  void rulesAllowWhatTheyNameAndNothingElse() throws IOException {
    AccessRules rules =
        AccessRules.read(
            write(
                """
                # who may what
                pattern write upcall/v1/home/%u/up
                pattern   read\tupcall/v1/home/%u/down

                user gateway
                topic read upcall/v1/home/+/up
                topic write upcall/v1/home/+/down
                user auditor
                topic upcall/#
                """));
    assertTrue(rules.allow("a", Access.WRITE, "upcall/v1/home/a/up"));
    assertTrue(rules.allow("a", Access.READ, "upcall/v1/home/a/down"));
    assertTrue(rules.allow("gateway", Access.READ, "upcall/v1/home/+/up"));
    assertTrue(rules.allow("gateway", Access.READ, "upcall/v1/home/a/up"));
    assertTrue(rules.allow("gateway", Access.WRITE, "upcall/v1/home/a/down"));
    assertTrue(rules.allow("auditor", Access.READ, "upcall/#"));
    assertTrue(rules.allow("auditor", Access.WRITE, "upcall/v1/home/a/up"));
    for (String topic :
        new String[] {
          "upcall/v1/home/b/down",
          "upcall/v1/home/+/down",
          "upcall/v1/home/#",
          "#",
          "+/#",
          "upcall/v1/home/a/down/x",
          "upcall/v1/home/a",
          "upcall/v1/plant/a/down",
          "",
          "$SYS/#",
          "upcall/v1/home/a/up",
          "upcall/v1/home/a/dow+",
          "upcall/v1/#/a/down"
        }) {
      assertFalse(rules.allow("a", Access.READ, topic), topic);
    }
    for (String user : new String[] {"+", "#", "a/b", "", "$SYS"}) {
      assertFalse(rules.allow(user, Access.READ, "upcall/v1/home/" + user + "/down"), user);
    }
    assertFalse(rules.allow("gateway", Access.READ, "upcall/v1/+/+/up"));
    assertFalse(rules.allow("a", Access.WRITE, "upcall/v1/home/b/up"));
  }

  @Test
  void brokenRulesAreAllNamed() throws IOException {
    Path file =
        write(
            "topic read a\nuser +\nuser\nuser me\ntopic deny a\ntopic read a+\ntopic read #/a\n"
                + "pattern readwrite\nallow all\n");
    UpcallException e = assertThrows(UpcallException.class, () -> AccessRules.read(file));
    assertEquals(8, e.diagnostics().size(), e.getMessage());
    assertEquals(HostCode.ACL_FILE, e.diagnostics().get(0).code());
  }

  @Test
  void nobodyTakesTheConnectionOfAnotherUser() throws IOException {
    BrokerUsers users =
        BrokerUsers.of(
            new BrokerSecurity(
                "127.0.0.1",
                Optional.empty(),
                Optional.of(write("a:" + HASH + "\nb:" + HASH + "\na-b:" + HASH)),
                Optional.empty(),
                false),
            "home");
    assertTrue(users.acceptsClient("a", "a"));
    assertTrue(users.acceptsClient("a", "upcall-a"));
    assertTrue(users.acceptsClient("a", "a-push-7"));
    assertTrue(users.acceptsClient("a-b", "a-b-push-7"));
    Credentials own = users.gateway().orElseThrow();
    assertTrue(users.acceptsClient(own.user(), own.user()));
    assertTrue(users.acceptsClient(own.user(), own.user() + "-asker-7"));
    for (String id :
        new String[] {
          "b",
          "upcall-b",
          "a-b",
          "a-b-push-7",
          "upcall-a-b",
          "upcall-gateway-7",
          "anything-7",
          own.user(),
          own.user() + "-asker-7",
          "",
          "+",
          "a/b",
          "a.b",
          "x".repeat(129),
          null
        }) {
      assertFalse(users.acceptsClient("a", id), id);
    }
    assertFalse(users.acceptsClient(null, "a"));
    assertTrue(users.accepts(own.user(), new String(own.password().read())));
    assertFalse(users.accepts(own.user(), "secret"));
    assertFalse(users.accepts(null, null));
    assertTrue(users.accepts("a", "secret"));
    assertTrue(users.allow(own.user(), Access.READ, "upcall/v1/home/+/up"));
    assertTrue(users.allow("a", Access.WRITE, "upcall/v1/home/a/up"));
    assertFalse(users.allow("a", Access.WRITE, "upcall/v1/home/b/up"));
    assertFalse(users.allow(null, Access.WRITE, "upcall/v1/home/a/up"));
  }

  private Path write(String text) throws IOException {
    Path file = Files.createTempFile(folder, "file", "");
    Files.writeString(file, text);
    return file;
  }
}
