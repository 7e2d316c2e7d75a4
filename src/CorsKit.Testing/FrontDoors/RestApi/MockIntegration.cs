namespace CorsKit.Testing;

/// <summary>
/// A MOCK integration: the gateway answers with a fixed status and fixed headers
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html).
/// </summary>
/// <param name="StatusCode">The status. The console's "Enable CORS" sets 200, the CDK 204.</param>
/// <param name="Headers">The headers, names and values.</param>
public sealed record MockIntegration(int StatusCode, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>
    /// <c>ContentHandling: CONVERT_TO_TEXT</c>. Without it an API whose <see cref="RestApiSettings.BinaryMediaTypes"/> hold
    /// <c>*/*</c> answers 500. Default: false.
    /// </summary>
    public bool ConvertToText { get; init; }

    /// <summary>
    /// <c>PassthroughBehavior: NEVER</c>, as the newer console's "Enable CORS" sets it: a request whose Content-Type is not
    /// application/json gets a 415; one without Content-Type counts as that
    /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html). Default: false.
    /// </summary>
    public bool NeverPassesThrough { get; init; }
}
