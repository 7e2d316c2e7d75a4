namespace CorsKit.Testing;

/// <summary>
/// What a REST API says itself in one kind of case
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html).
/// </summary>
/// <param name="Headers">
/// Names, and values as API Gateway takes them: static ones in single quotes (<c>'*'</c>), or <c>method.request.header.NAME</c>,
/// case-sensitive, <c>method.request.querystring.NAME</c>, <c>context.requestId</c>.
/// </param>
public sealed record GatewayResponse(IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The status, 400 to 599. Null keeps that of each type; on DEFAULT_4XX and DEFAULT_5XX a value changes every type's.</summary>
    public int? StatusCode { get; init; }

    /// <summary>
    /// The body, in which <c>$context.error.messageString</c> (with quotes), <c>$context.error.message</c> and
    /// <c>$context.error.responseType</c> are filled in. Null keeps <c>{"message":$context.error.messageString}</c>.
    /// </summary>
    public string? Template { get; init; }
}
