import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.uima.cas.ArrayFS;
import org.apache.uima.cas.CAS;
import org.apache.uima.cas.Feature;
import org.apache.uima.cas.FeatureStructure;
import org.apache.uima.cas.text.AnnotationFS;
import org.apache.uima.fit.factory.CasFactory;
import org.apache.uima.fit.factory.TypeSystemDescriptionFactory;
import org.apache.uima.json.jsoncas2.JsonCas2Deserializer;
import org.apache.uima.util.CasIOUtils;

/**
 * java ReadCAS.java FILE... prints what Apache UIMA sees in files of XMI (.xmi) or CAS JSON, each with TypeSystem.xml
 * beside it, in the JSON of read.py. Annotations are told by their features, so that it does for all names of types.
 */
public class ReadCAS {
    static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] files) throws Exception {
        ArrayNode out = JSON.createArrayNode();
        for (String name : files) {
            out.add(new ReadCAS(load(new File(name))).document());
        }
        new PrintStream(System.out, true, StandardCharsets.UTF_8).println(JSON.writeValueAsString(out));
    }

    static CAS load(File file) throws Exception {
        String types = new File(file.getAbsoluteFile().getParentFile(), "TypeSystem.xml").toURI().toString();
        CAS cas = CasFactory.createCas(TypeSystemDescriptionFactory.createTypeSystemDescriptionFromPath(types));
        if (file.getName().endsWith(".xmi")) {
            try (InputStream in = new FileInputStream(file)) {
                CasIOUtils.load(in, cas);
            }
        } else {
            new JsonCas2Deserializer().deserialize(file, cas);
        }
        return cas;
    }

    final CAS cas;
    final String text;
    final Map<String, List<AnnotationFS>> parts = new LinkedHashMap<>(); // of what has a uid, in order

    ReadCAS(CAS cas) {
        this.cas = cas;
        text = cas.getDocumentText();
        for (AnnotationFS a : cas.getAnnotationIndex()) {
            String of = string(a, "of");
            if (string(a, "uid") != null && (of == null || of.equals("trigger"))) {
                parts.computeIfAbsent(string(a, "uid"), k -> new ArrayList<>()).add(a);
            }
        }
    }

    ObjectNode document() {
        ObjectNode doc = JSON.createObjectNode().put("text", text);
        ArrayNode spans = doc.putArray("spans"), relations = doc.putArray("relations"), events = doc.putArray("events");
        for (AnnotationFS a : cas.getAnnotationIndex()) {
            if (has(a, "Governor")) {
                ObjectNode o = relations.addObject().put("type", string(a, "label"));
                o.set("head", span(target(a, "Governor")));
                o.set("tail", span(target(a, "Dependent")));
            } else if (has(a, "arguments")) {
                event(a, events.addObject());
            } else if (has(a, "part") && !has(a, "of") && first(a)) {
                spans.add(span(a));
            }
        }
        return doc;
    }

    void event(AnnotationFS a, ObjectNode o) {
        o.put("type", string(a, "label")).set("trigger", span(a));
        ArrayNode args = o.putArray("args");
        FeatureStructure links = a.getFeatureValue(feature(a, "arguments"));
        if (links == null) {
            return;
        }
        for (FeatureStructure link : ((ArrayFS<?>) links).toArray()) {
            args.addObject().put("role", string(link, "role")).set("ref", span(target(link, "target")));
        }
    }

    /** span is an annotation with all its parts, in code points. */
    ObjectNode span(AnnotationFS a) {
        String label = string(a, "label");
        ObjectNode o = JSON.createObjectNode().put("label", label == null ? string(a, "value") : label);
        ArrayNode fragments = o.putArray("fragments");
        StringJoiner quote = new StringJoiner(" ");
        for (AnnotationFS part : parts.get(string(a, "uid"))) {
            fragments.addArray().add(text.codePointCount(0, part.getBegin())).add(text.codePointCount(0, part.getEnd()));
            quote.add(part.getCoveredText());
        }
        return o.put("text", quote.toString());
    }

    boolean first(AnnotationFS a) {
        return parts.get(string(a, "uid")).get(0) == a;
    }

    static Feature feature(FeatureStructure a, String name) {
        return a.getType().getFeatureByBaseName(name);
    }

    static boolean has(FeatureStructure a, String name) {
        return feature(a, name) != null;
    }

    static String string(FeatureStructure a, String name) {
        return has(a, name) ? a.getStringValue(feature(a, name)) : null;
    }

    static AnnotationFS target(FeatureStructure a, String name) {
        return (AnnotationFS) a.getFeatureValue(feature(a, name));
    }
}
