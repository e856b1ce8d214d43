import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import org.neo4j.configuration.connectors.ConnectorPortRegister;
import org.neo4j.configuration.connectors.ConnectorType;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

/**
 * A Neo4j for tests in this process: `Launcher HOME PORT`, the password as first line of stdin. Prints "ready PORT" and
 * ends when stdin does, so that it never outlives the test run.
 */
public final class Launcher {
    public static void main(String[] arguments) {
        // The server's own words go to stderr: stdout is for the parent.
        PrintStream parent = System.out;
        System.setOut(System.err);
        try {
            serve(Path.of(arguments[0]), arguments[1], parent);
            System.exit(0);
        } catch (Throwable failure) {
            failure.printStackTrace();
            System.exit(1); // Threads of a half-started server would keep the process.
        }
    }

    private static void serve(Path home, String port, PrintStream parent) throws Exception {
        Scanner stdin = new Scanner(System.in, StandardCharsets.UTF_8);
        String password = stdin.nextLine();
        boolean fresh = !Files.exists(home.resolve("data/databases/neo4j"));
        DatabaseManagementService server =
                new DatabaseManagementServiceBuilder(home).loadPropertiesFromFile(configure(home, port)).build();
        if (fresh) {
            server.database("system")
                    .executeTransactionally(
                            "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED",
                            Map.of("password", password));
        }
        GraphDatabaseAPI database = (GraphDatabaseAPI) server.database("neo4j");
        ConnectorPortRegister ports = database.getDependencyResolver().resolveDependency(ConnectorPortRegister.class);
        parent.println("ready " + ports.getLocalAddress(ConnectorType.BOLT).getPort());
        parent.flush();
        while (stdin.hasNextLine()) {
            stdin.nextLine();
        }
        server.shutdown();
    }

    private static Path configure(Path home, String port) throws Exception {
        return Files.write(
                home.resolve("neo4j.conf"),
                List.of(
                        "server.bolt.enabled=true",
                        "server.bolt.listen_address=127.0.0.1:" + port,
                        "dbms.security.auth_enabled=true",
                        "dbms.security.allow_csv_import_from_file_urls=false",
                        "dbms.usage_report.enabled=false",
                        "server.memory.pagecache.size=128m",
                        "internal.dbms.bolt.netty_server_shutdown_quiet_period=0"));
    }
}
