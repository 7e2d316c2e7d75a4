using CorsKit.Testing.Browsers;
using CorsKit.Tool.Probing.Steps;

namespace CorsKit.Tool.Probing;

/// <summary>Who writes the CORS headers, as far as responses tell.</summary>
internal static class CorsOwner
{
    public static string Describe(ProbeSteps steps) => steps switch
    {
        { HasCors: false, VariesByOrigin: false } => "nobody: no response has a CORS header",
        { HasCors: false } => "somebody who refuses every origin that was tried (Vary names Origin)",
        { Actual.AllowOriginLines: > 1 } => "two: Access-Control-Allow-Origin comes twice",
        { IsGatewaysPreflight: true } => "the HTTP API: its preflights answer only what its CorsConfiguration matches",
        { HasStaticPreflightBesideLivelyApp: true } => "two: preflights get one fixed answer, requests get one that depends on the origin",
        { Actual.AllowOrigin: "*", Foreign.AllowOrigin: "*" } => "one that allows any origin; who it is, no response tells",
        { Actual.AllowOrigin: { } origin } when steps.Foreign.AllowOrigin == origin => "one that writes a fixed origin on every response",
        { VariesByOrigin: true, Door: { BehindCloudFront: false, Kind: FrontDoorKind.RestApi or FrontDoorKind.LoadBalancer } } =>
            "the app: its answers depend on the origin, which this front door cannot do for it",
        { VariesByOrigin: true } => "one whose answers depend on the origin and say so in Vary, as an app's do",
        _ => "one whose answers depend on the origin; who it is, no response tells",
    };
}
