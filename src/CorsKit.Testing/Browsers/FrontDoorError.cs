namespace CorsKit.Testing.Browsers;

/// <summary>An error that a front door made itself: what it means there, and how to fix the error itself, which no CORS setting does.</summary>
/// <param name="Door">Who made it, at the beginning of a sentence.</param>
/// <param name="Meaning">What the status means of it; empty where it says nothing.</param>
/// <param name="Fix">What to do.</param>
internal sealed record FrontDoorError(string Door, string Meaning, string Fix)
{
    private const string ReadLog = "Read the function's log: it failed, or returned no proxy response.";
    private const string OverS3 = "let the app return a presigned URL of S3 instead of the content";
    private const string UploadToS3 = "or upload to S3 with a presigned URL.";
    private const string LargeHeaders = "The request line and the values of the headers are over 10,240 bytes.";
    private const string SmallerHeaders = "Let the page send less: shorter URLs, fewer cookies, smaller tokens.";
    private const string NoGatewayResponses = " HTTP APIs have no gateway responses to give headers to.";
    private const string GatewayResponses =
        "Give the REST API's gateway responses DEFAULT_4XX and DEFAULT_5XX, and those that you define yourself, the CORS headers, and deploy the stage.";

    /// <returns>Null where the response may well be the function's.</returns>
    public static FrontDoorError? Of(Fingerprint fingerprint) => fingerprint.Kind switch
    {
        FrontDoorKind.FunctionUrl => OfFunctionUrl(fingerprint),
        FrontDoorKind.LoadBalancer => OfLoadBalancer(fingerprint.Status),
        _ when fingerprint.GatewayMessage is null => null,
        FrontDoorKind.HttpApi => OfHttpApi(fingerprint.Status),
        _ => OfRestApi(fingerprint.IsRestApi && fingerprint.Status is not (414 or 431) ? "API Gateway" : "Most likely API Gateway", fingerprint.Status),
    };

    /// <summary>https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html</summary>
    private static FrontDoorError OfRestApi(string door, int status) => status switch
    {
        401 => new(door, "The authorizer found no token, or no valid one.", GatewayResponses),
        403 => new(door, "The authorizer, an API key or a policy said no, or no route matches.", GatewayResponses),
        413 => new(door, "The request is over 10 MB.", "REST APIs cannot give this response headers: keep uploads under 10 MB, " + UploadToS3),
        400 => new(door, "The request lacks what the method's validator asks for.", "Send it, or ask for less in the method's request parameters and models. So that pages see the status: " + GatewayResponses),
        415 => new(door, "The content type has no mapping template, and PassthroughBehavior lets none through.", "Add a template for it, or set PassthroughBehavior to WHEN_NO_MATCH. So that pages see the status: " + GatewayResponses),
        414 => new(door, "The path is too long: with authorization, the ARN of a method has 1,600 bytes at most.", "Move long values from the path to the query or the body."),
        431 => new(door, LargeHeaders, SmallerHeaders),
        429 => new(door, "The request was throttled.", "Raise the throttling of the stage, the method or the usage plan. So that pages see the status: " + GatewayResponses),
        500 or 502 => new(door, "The function or an authorizer failed, or the function returned no proxy response, or one over 6 MB.", $"{ReadLog} Of large responses {OverS3}. So that pages see the status: {GatewayResponses}"),
        504 => new(door, "The function did not answer within the gateway's time.", "Answer in time (29 s by default), or let the work go on after the answer. So that pages see the status: " + GatewayResponses),
        _ => new(door, "", GatewayResponses),
    };

    /// <summary>https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html</summary>
    private static FrontDoorError OfHttpApi(int status)
    {
        const string Door = "Most likely API Gateway";
        const string ValidToken = "Let the page send a valid token, and let the app check it instead of an authorizer where pages need to see the status.";
        return status switch
        {
            401 => new(Door, "The authorizer found no token, or no valid one.", ValidToken + NoGatewayResponses),
            403 => new(Door, "The authorizer said no, or no API mapping of the custom domain leads to this path.", ValidToken + " On a custom domain, see its API mappings." + NoGatewayResponses),
            404 => new(Door, "No route matches.", "Add a route for the path, or $default, and let the app say 404." + NoGatewayResponses),
            413 => new(Door, "The request is over 10 MB.", $"Keep uploads under 10 MB, {UploadToS3}{NoGatewayResponses}"),
            431 => new(Door, LargeHeaders, SmallerHeaders + NoGatewayResponses),
            429 => new(Door, "The request was throttled.", "Raise the throttling of the stage or the route, or the account's quota." + NoGatewayResponses),
            503 => new(Door, "The function did not answer within the gateway's time, 30 s at most.", "Answer in time, or let the work go on after the answer." + NoGatewayResponses),
            >= 500 => new(Door, "The function or an authorizer failed, or the function returned no proxy response, or one over 6 MB.", $"{ReadLog} Of large responses {OverS3}.{NoGatewayResponses}"),
            _ => new(Door, "", "Fix what causes the error, or let the app answer it." + NoGatewayResponses),
        };
    }

    /// <summary>https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html</summary>
    private static FrontDoorError? OfFunctionUrl(Fingerprint fingerprint) => fingerprint.Status switch
    {
        403 when fingerprint.ErrorType is not null => new("The function URL", "It wants signed requests (AWS_IAM), or a permission is missing (lambda:InvokeFunctionUrl and lambda:InvokeFunction).",
            "Set AuthType to NONE and let the app check who calls, or sign the request; then see that both permissions are there."),
        413 => new("Most likely the function URL", "The request is over 6 MB.", "Keep uploads under 6 MB, " + UploadToS3),
        429 => new("Most likely the function URL", "The function is throttled: all of its concurrency is in use.", "Raise the function's reserved concurrency, or the account's quota."),
        502 => new("Most likely the function URL", "The function failed, or returned no proxy response, or one over 6 MB.", $"{ReadLog} Of large responses {OverS3}."),
        504 => new("Most likely the function URL", "The function did not answer within its timeout.", "Answer in time, or raise the function's Timeout (900 s at most)."),
        _ => null,
    };

    /// <summary>https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html</summary>
    private static FrontDoorError? OfLoadBalancer(int status)
    {
        const string Door = "Most likely the load balancer";
        const string Listener = " The listener's attributes can put CORS headers on every response, for one origin.";
        return status switch
        {
            413 => new(Door, "The request is over 1 MB.", $"Keep uploads under 1 MB, {UploadToS3}{Listener}"),
            502 => new(Door, "The function failed, was throttled, took longer than its timeout, or returned no proxy response, or one over 1 MB.", $"{ReadLog} Keep responses under 1 MB: of larger ones {OverS3}.{Listener}"),
            503 => new(Door, "The target group has no target.", "Register the function with the target group." + Listener),
            504 => new(Door, "The target did not answer in time.", "Answer in time." + Listener),
            _ => null,
        };
    }
}
