namespace CorsKit.Benchmarks.Requests;

/// <summary>
/// The least that can be done: one hard-coded origin, the same headers as the others, written as soon as they are known
/// (an exception handler's Clear would take them off).
/// </summary>
internal sealed class Floor(RequestDelegate next, PolicyCase policy)
{
    private readonly string? _credentials = policy.Credentials ? "true" : null;
    private readonly bool _any = policy.AnyOrigin;

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request.Headers;
        var response = context.Response.Headers;
        var origin = request.Origin;
        var isAllowed = _any || (origin.Count == 1 && origin[0] == PolicyCase.AllowedOrigin);
        if (isAllowed)
        {
            response.AccessControlAllowOrigin = _any ? "*" : origin[0];
            if (_credentials is not null)
            {
                response.AccessControlAllowCredentials = _credentials;
            }
        }

        if (!_any)
        {
            response.Vary = "Origin";
        }

        if (origin.Count > 0 && HttpMethods.IsOptions(context.Request.Method) && request.AccessControlRequestMethod.Count > 0)
        {
            if (isAllowed)
            {
                response.AccessControlAllowMethods = "PUT";
                response.AccessControlAllowHeaders = "content-type,x-a";
                response.AccessControlMaxAge = "7200";
            }

            context.Response.StatusCode = isAllowed ? StatusCodes.Status204NoContent : StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        if (isAllowed)
        {
            response.AccessControlExposeHeaders = "etag";
        }

        return next(context);
    }
}
