using System.Globalization;

namespace CorsKit.Tool.Exports;

/// <summary>Cors of a Function URL.</summary>
internal static class FunctionUrlExport
{
    public static Export Write(ExportRequest request)
    {
        var export = new Export();
        var cors = Read(request, export);
        export.Comments.Add("Everybody may call it only with an AWS::Lambda::Permission for lambda:InvokeFunctionUrl and one for lambda:InvokeFunction; else it answers 403.");
        export.Comments.Add("Under SAM the same stands in FunctionUrlConfig of the function.");
        export.Root = Tree.Map(
            ("Parameters", Tree.Map(("FunctionArn", Tree.Map(("Type", Tree.Text("String")))))),
            ("Resources", Tree.Map(("Url", Tree.Resource("AWS::Lambda::Url", Tree.Map(
                ("TargetFunctionArn", Tree.Ref("FunctionArn")),
                ("AuthType", Tree.Text("NONE")),
                ("Cors", Tree.Map(
                    ("AllowOrigins", Tree.Texts(cors.Origins)),
                    ("AllowMethods", Tree.Texts(cors.Methods)),
                    ("AllowHeaders", cors.Headers.Count > 0 ? Tree.Texts(cors.Headers) : null),
                    ("ExposeHeaders", cors.Exposed.Count > 0 ? Tree.Texts(cors.Exposed) : null),
                    ("AllowCredentials", cors.Credentials ? Tree.Flag(true) : null),

                    // The rules have 0 for -1, which Lambda does not take.
                    ("MaxAge", Tree.Number(int.Parse(request.Rules.MaxAge, CultureInfo.InvariantCulture)))))), export.Metadata)))));
        return export;
    }

    /// <summary>What any form of the target begins with.</summary>
    public static ListedCors Read(ExportRequest request, Export export)
    {
        if (request.AppWritesCors)
        {
            export.Refuse("Enabled", "The app writes CORS headers itself, and Lambda would send both: browsers refuse a doubled Access-Control-Allow-Origin.",
                "Set \"Enabled\": false in the app's settings to make the Function URL the owner, or configure no Cors there.");
        }

        return ListedCors.Read(request, export, Front.FunctionUrl);
    }
}
