namespace AiGateway.Sidecar.Tests.Egress.Interception;

/// <summary>Sends to this address what was meant for an outside one, its path as it was.</summary>
internal sealed class ElsewhereHandler(HttpMessageInvoker sender, Uri to) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = new Uri(to, request.RequestUri!.PathAndQuery);
        return sender.SendAsync(request, cancellationToken);
    }
}
