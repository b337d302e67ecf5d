package io.parley.archive;

import io.parley.conversation.Conversation;
import io.parley.conversation.ConversationSettings;
import io.parley.conversation.ConversationStore;
import io.parley.conversation.ConversationStores;
import io.parley.event.ConversationId;
import io.parley.live.LogOf;
import io.parley.llm.Parameters;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.postgres.Schema;
import io.parley.services.DataDirectory;
import io.parley.services.Part;
import io.parley.services.ServicePorts;
import io.parley.services.Services;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hibernate.engine.jdbc.connections.internal.DriverManagerConnectionProviderImpl;
import org.postgresql.ds.PGSimpleDataSource;

/// A real PostgreSQL with the schema, and the stores over it, outside a server.
public final class ArchiveDatabase implements AutoCloseable {
  private final Services services;
  private final DataSource dataSource;
  private final EntityManagerFactory factory;

  private ArchiveDatabase(Services services) {
    this.services = services;
    this.dataSource = dataSource(services);
    migrate();
    this.factory = factory(services.databaseUrl(), services);
  }

  /// The caller closes it.
  public static EntityManagerFactory factory(String url, Services services) {
    return Persistence.createEntityManagerFactory(
        "parley",
        Map.of(
            "jakarta.persistence.transactionType",
            "RESOURCE_LOCAL",
            // Hibernate's own pool, in place of the server's
            "hibernate.connection.provider_class",
            DriverManagerConnectionProviderImpl.class.getName(),
            "jakarta.persistence.jdbc.url",
            url,
            "jakarta.persistence.jdbc.user",
            services.databaseUser(),
            "jakarta.persistence.jdbc.password",
            services.databasePassword()));
  }

  public static ArchiveDatabase start(Path directory) {
    return new ArchiveDatabase(
        Services.start(
            ServicePorts.free(),
            DataDirectory.claim(directory),
            Set.of(Part.POSTGRESQL),
            part -> {}));
  }

  /// The number of migrations that were missing.
  public int migrate() {
    return Schema.migrate(dataSource);
  }

  /// For what the stores do not do. The caller closes it.
  public Connection connect() throws SQLException {
    return dataSource.getConnection();
  }

  public <T> T archive(Function<ArchiveStore, T> use) {
    return transaction(entities -> {
      ArchiveStore store = new ArchiveStore();
      store.entities = entities;
      return use.apply(store);
    });
  }

  public <T> T messages(Function<MessageStore, T> use) {
    return transaction(entities -> {
      MessageStore store = new MessageStore();
      store.entities = entities;
      return use.apply(store);
    });
  }

  public <T> T conversations(Function<ConversationStore, T> use) {
    return transaction(entities -> use.apply(ConversationStores.within(entities)));
  }

  /// What PostgreSQL does by itself some time after so much was written.
  public void vacuum() {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("vacuum analyze");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public ConversationId openRoom(String name) {
    Conversation room = room(name);
    conversations(store -> {
      store.add(room);
      return room;
    });
    return room.id();
  }

  public ConversationId openPrivate(ParticipantId owner) {
    Instant now = Instant.parse("2026-11-21T10:00:00Z");
    Conversation conversation =
        new Conversation(
            new ConversationId(Ids.next()),
            Conversation.Kind.PRIVATE,
            Optional.empty(),
            Optional.empty(),
            Optional.of("Notes"),
            Optional.empty(),
            Optional.of(Conversation.Answers.ALL),
            Optional.empty(),
            Parameters.NONE,
            Optional.of(owner),
            Optional.empty(),
            now,
            now,
            Optional.empty());
    conversations(store -> store.add(conversation));
    return conversation.id();
  }

  /// A private conversation of [LogOf#ADA].
  public ConversationId openPrivate() {
    Conversation opened =
        Conversation.opened(
            new ConversationId(Ids.next()),
            LogOf.ADA.id(),
            ConversationSettings.NONE,
            Instant.parse("2026-11-21T10:00:00Z"));
    conversations(store -> store.add(opened));
    return opened.id();
  }

  public static Conversation room(String name) {
    Instant now = Instant.parse("2026-11-21T10:00:00Z");
    return new Conversation(
        new ConversationId(Ids.next()),
        Conversation.Kind.ROOM,
        Optional.of(name),
        Optional.of("A room for tests"),
        Optional.empty(),
        Optional.empty(),
        Optional.of(Conversation.Answers.ALL),
        Optional.empty(),
        Parameters.NONE,
        Optional.empty(),
        Optional.of(LogOf.ADA.id()),
        now,
        now,
        Optional.empty());
  }

  public <T> T transaction(Function<EntityManager, T> work) {
    return transaction(factory, work);
  }

  public static <T> T transaction(EntityManagerFactory factory, Function<EntityManager, T> work) {
    try (EntityManager entities = factory.createEntityManager()) {
      entities.getTransaction().begin();
      try {
        T result = work.apply(entities);
        entities.getTransaction().commit();
        return result;
      } catch (RuntimeException e) {
        entities.getTransaction().rollback();
        throw e;
      }
    }
  }

  private static DataSource dataSource(Services services) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(services.databaseUrl());
    source.setUser(services.databaseUser());
    source.setPassword(services.databasePassword());
    return source;
  }

  @Override
  public void close() {
    factory.close();
    services.close();
  }
}
