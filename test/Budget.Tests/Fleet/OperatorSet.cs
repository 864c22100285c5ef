using System.Net;
using System.Net.Sockets;
using AiGateway.ControlPlane;
using AiGateway.Operator.Kubernetes;
using AiGateway.Rig;

namespace AiGateway.Budget.Tests.Fleet;

/// <summary>Three replicas of the operator, and who of them leads.</summary>
internal sealed class OperatorSet : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<OperatorDoor> _doors = [];
    private readonly LocalApiServer _server;
    private readonly string _space;
    private int _turn;

    public OperatorSet(LocalApiServer server, string space, string relayTokenFile)
    {
        (_server, _space) = (server, space);
        var settings = new Dictionary<string, string>
        {
            ["KUBECONFIG"] = server.KubeConfigFile,
            ["AIGATEWAY_POD_NAMESPACE"] = space,
            ["AIGATEWAY_RELAY_TOKEN_FILE"] = relayTokenFile,
            ["AIGATEWAY_LEASE_SECONDS"] = "5",
        };
        Replicas = [.. Enumerable.Range(0, 3).Select(number => new OperatorReplica($"operator-{number}", settings, "dotnet", Checkout.Operator))];
    }

    public IReadOnlyList<OperatorReplica> Replicas { get; }

    public string Told => string.Join('\n', Replicas.Select(replica => replica.Told));

    public void Start()
    {
        foreach (var replica in Replicas) replica.Start();
    }

    /// <summary>A way in of its own for one sidecar, as a Service's is, which a test may cut.</summary>
    public OperatorDoor OpenDoor()
    {
        var door = new OperatorDoor(ConnectAsync);
        _doors.Add(door);
        return door;
    }

    /// <summary>The replica that holds the Lease, runs, and is not the one named; or null.</summary>
    public async Task<OperatorReplica?> LeaderAsync(string? other, CancellationToken cancellationToken)
    {
        var lease = await _server.Client.GetAsync(Kinds.Leases, new(_space, "aigateway-operator"), cancellationToken);
        var holder = lease?.Spec.HolderIdentity?.Split('_')[0];
        return Replicas.FirstOrDefault(replica => replica.Name == holder && replica.Runs && replica.Name != other);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var door in _doors) door.Dispose();
        foreach (var replica in Replicas) await replica.DisposeAsync();
    }

    /// <summary>The next replica that takes the connection; null where none does.</summary>
    private async Task<TcpClient?> ConnectAsync()
    {
        for (var attempt = 0; attempt < Replicas.Count; attempt++)
        {
            var replica = Replicas[(int)((uint)Interlocked.Increment(ref _turn) % Replicas.Count)];
            var client = new TcpClient { NoDelay = true };
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, replica.StreamPort, _stop.Token);
                return client;
            }
            catch (Exception gone) when (gone is SocketException or OperationCanceledException)
            {
                client.Dispose();
            }
        }

        return null;
    }
}
