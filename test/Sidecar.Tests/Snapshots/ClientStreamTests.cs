using AiGateway.Contracts;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Snapshots;

/// <summary>A sidecar's end of the stream, over TLS and HTTP/2, and an operator that a test speaks for.</summary>
public abstract class ClientStreamTests : IAsyncDisposable
{
    private protected readonly TestAuthority _authority = new("operator");
    private protected ClientHouse? _house;
    private protected FakeOperator? _operator;

    public async ValueTask DisposeAsync()
    {
        if (_house is not null) await _house.DisposeAsync();
        if (_operator is not null) await _operator.DisposeAsync();
        _authority.Dispose();
    }

    private protected async Task StartAsync(
        System.Security.Cryptography.X509Certificates.X509Certificate2 certificate, string roots, Action<FakeOperator>? set = null, Action<ClientHouse>? vary = null)
    {
        _operator = await FakeOperator.StartAsync(certificate);
        set?.Invoke(_operator);
        _house = new ClientHouse(_operator.Url, roots);
        vary?.Invoke(_house);
        await _house.StartAsync();
    }

    private protected async Task<(FakeStream Stream, Hello Hello)> OpenAsync()
    {
        await StartAsync(_authority.Issue("localhost"), _authority.Pem);
        return await _operator!.GreetAsync();
    }
}
