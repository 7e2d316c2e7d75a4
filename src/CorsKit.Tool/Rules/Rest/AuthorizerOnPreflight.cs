using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class AuthorizerOnPreflight() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK103", Level.Error, "REST API: an authorizer or IAM stands before OPTIONS")
    {
        ConsoleMessage = Chromium.PreflightNoHeader,
        Why = """
            Browsers never put Authorization or cookies on a preflight, so whatever guards OPTIONS refuses it with 401 or 403: a missing identity source
            is refused before the authorizer is even called. ANY takes OPTIONS too. SAM puts the DefaultAuthorizer before OPTIONS unless
            AddDefaultAuthorizerToCorsPreflight is false; OpenAPI's global security holds for every operation that does not say otherwise.
            """,
        Fix = "Leave OPTIONS open: AuthorizationType NONE, SAM AddDefaultAuthorizerToCorsPreflight: false or Authorizer: NONE on the event, OpenAPI security: [].",
        Paste = """
            # SAM, with Cors
            Auth:
              DefaultAuthorizer: Jwt
              AddDefaultAuthorizerToCorsPreflight: false

            # SAM, where the app answers: an event for OPTIONS beside the guarded one
            Preflight:
              Type: Api
              Properties:
                Path: "/{proxy+}"
                Method: OPTIONS
                Auth: { Authorizer: NONE }

            # OpenAPI
            options:
              security: []
            """,
        Source = "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-apiauth.html",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app) => GuardedPreflights.Find(api, method => method.Authorizer,
        (guard, paths) => $"The preflights of {paths} have to pass {guard.Name}, and a browser sends them without credentials.");
}
