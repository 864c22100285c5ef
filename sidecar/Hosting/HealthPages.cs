namespace AiGateway.Sidecar.Hosting;

/// <summary><c>/healthz</c>: the process answers. <c>/readyz</c>: rules are in force. Nothing else, and nothing about the agent.</summary>
internal sealed class HealthPages(Readiness readiness)
{
    public Task WriteAsync(HttpContext http) => http.Request.Path.Value switch
    {
        "/healthz" => AnswerAsync(http, StatusCodes.Status200OK, "ok"),
        "/readyz" when readiness.FindObstacle() is { } obstacle => AnswerAsync(http, StatusCodes.Status503ServiceUnavailable, obstacle),
        "/readyz" => AnswerAsync(http, StatusCodes.Status200OK, "ok"),
        _ => AnswerAsync(http, StatusCodes.Status404NotFound, "not found"),
    };

    private static Task AnswerAsync(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain";
        return http.Response.WriteAsync(text + "\n", http.RequestAborted);
    }
}
