using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Exports;

/// <summary>CorsConfiguration of an HTTP API, for SAM, CloudFormation and OpenAPI.</summary>
internal static class HttpApiExport
{
    public static Export Sam(ExportRequest request)
    {
        var export = new Export();
        var configuration = Configuration(request, export);
        export.Root = Tree.Map(
            ("Transform", Tree.Text("AWS::Serverless-2016-10-31")),
            ("Resources", Tree.Map(("Api", Tree.Resource("AWS::Serverless::HttpApi", Tree.Map(("CorsConfiguration", configuration)), export.Metadata)))));
        return export;
    }

    public static Export CloudFormation(ExportRequest request)
    {
        var export = new Export();
        var configuration = Configuration(request, export);
        export.Root = Tree.Map(("Resources", Tree.Map(("Api", Tree.Resource(
            "AWS::ApiGatewayV2::Api", Tree.Map(("Name", Tree.Text("api")), ("ProtocolType", Tree.Text("HTTP")), ("CorsConfiguration", configuration)), export.Metadata)))));
        return export;
    }

    public static Node Configuration(ExportRequest request, Export export, bool camelCase = false)
    {
        var cors = Read(request, export);
        string Name(string name) => camelCase ? char.ToLowerInvariant(name[0]) + name[1..] : name;
        return Tree.Map(
            (Name("AllowOrigins"), Tree.Texts(cors.Origins)),
            (Name("AllowMethods"), Tree.Texts(cors.Methods)),
            (Name("AllowHeaders"), Tree.Texts(cors.Headers)),
            (Name("ExposeHeaders"), cors.Exposed.Count > 0 ? Tree.Texts(cors.Exposed) : null),
            (Name("AllowCredentials"), cors.Credentials ? Tree.Flag(true) : null),
            (Name("MaxAge"), MaxAge(request)));
    }

    /// <summary>What any form of the target begins with.</summary>
    public static ListedCors Read(ExportRequest request, Export export)
    {
        var cors = ListedCors.Read(request, export, Front.HttpApi);
        if (request.AppWritesCors)
        {
            export.Comments.Add("The HTTP API answers preflights itself and ignores the app's CORS headers: set \"Enabled\": false in the app's settings.");
        }

        return cors;
    }

    /// <summary>As the settings have it: -1 too, which the rules have as 0.</summary>
    public static Node MaxAge(ExportRequest request) =>
        Tree.Number(request.Settings.MaxAge ?? int.Parse(request.Rules.MaxAge, System.Globalization.CultureInfo.InvariantCulture));
}
