<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Sketchpad</source>
        <translation>Über Sketchpad</translation>
    </message>
    <message>
        <source>Version {version}, on Qt {qt}</source>
        <translation>Version {version}, mit Qt {qt}</translation>
    </message>
    <message>
        <source>Draw freely, keep everything, and export a clean SVG.</source>
        <translation>Frei zeichnen, alles behalten und sauberes SVG exportieren.</translation>
    </message>
    <message>
        <source>Sketchpad is free software under the MIT licence. It uses Qt and PySide (LGPL), NumPy and Pillow, and ONNX Runtime (MIT). Nothing that you draw leaves this computer.</source>
        <translation>Sketchpad ist freie Software unter der MIT-Lizenz. Es benutzt Qt und PySide (LGPL), NumPy und Pillow sowie ONNX Runtime (MIT). Nichts, was Sie zeichnen, verlässt diesen Rechner.</translation>
    </message>
</context>
<context>
    <name>Accents</name>
    <message>
        <source>Indigo</source>
        <translation>Indigo</translation>
    </message>
    <message>
        <source>Teal</source>
        <translation>Petrol</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>Orange</translation>
    </message>
    <message>
        <source>Rose</source>
        <translation>Rosa</translation>
    </message>
    <message>
        <source>Graphite</source>
        <translation>Graphit</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>New Drawing</source>
        <translation>Neue Zeichnung</translation>
    </message>
    <message>
        <source>Start an empty drawing in a new tab</source>
        <translation>Eine leere Zeichnung in einem neuen Reiter beginnen</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen …</translation>
    </message>
    <message>
        <source>Open drawings, SVG files or sketch data</source>
        <translation>Zeichnungen, SVG-Dateien oder Skizzendaten öffnen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save this drawing to its file</source>
        <translation>Diese Zeichnung in ihre Datei speichern</translation>
    </message>
    <message>
        <source>Save As…</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <source>Save this drawing under another name</source>
        <translation>Diese Zeichnung unter anderem Namen speichern</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Export as SVG, PNG, JPEG or PDF</source>
        <translation>Als SVG, PNG, JPEG oder PDF exportieren</translation>
    </message>
    <message>
        <source>Import Image…</source>
        <translation>Bild einfügen …</translation>
    </message>
    <message>
        <source>Put a picture under this layer, to trace it</source>
        <translation>Ein Bild zum Nachzeichnen unter diese Ebene legen</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Drucken …</translation>
    </message>
    <message>
        <source>Print this drawing</source>
        <translation>Diese Zeichnung drucken</translation>
    </message>
    <message>
        <source>Close Tab</source>
        <translation>Reiter schließen</translation>
    </message>
    <message>
        <source>Close this drawing</source>
        <translation>Diese Zeichnung schließen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Close all drawings and quit</source>
        <translation>Alle Zeichnungen schließen und beenden</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Take back the last step</source>
        <translation>Den letzten Schritt zurücknehmen</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Do again what was taken back</source>
        <translation>Zurückgenommenes erneut ausführen</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>Ausschneiden</translation>
    </message>
    <message>
        <source>Move the selected strokes to the clipboard</source>
        <translation>Die gewählten Striche in die Zwischenablage verschieben</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the selected strokes as strokes, SVG and PNG</source>
        <translation>Die gewählten Striche als Striche, SVG und PNG kopieren</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Paste strokes, SVG or a picture from the clipboard</source>
        <translation>Striche, SVG oder ein Bild aus der Zwischenablage einfügen</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>Draw the selected strokes once more</source>
        <translation>Die gewählten Striche noch einmal zeichnen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete the selected strokes</source>
        <translation>Die gewählten Striche löschen</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Alles auswählen</translation>
    </message>
    <message>
        <source>Select every stroke of this page that is not locked</source>
        <translation>Jeden nicht gesperrten Strich dieser Seite auswählen</translation>
    </message>
    <message>
        <source>Deselect</source>
        <translation>Auswahl aufheben</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>Nichts auswählen</translation>
    </message>
    <message>
        <source>Give Selection the Brush</source>
        <translation>Pinsel auf Auswahl anwenden</translation>
    </message>
    <message>
        <source>Redraw the selected strokes with the colour and width of the brush</source>
        <translation>Die gewählten Striche in Farbe und Breite des Pinsels neu zeichnen</translation>
    </message>
    <message>
        <source>Forget Holes</source>
        <translation>Lücken vergessen</translation>
    </message>
    <message>
        <source>Remove the marks where something was erased on this page</source>
        <translation>Die Markierungen entfernen, wo auf dieser Seite radiert wurde</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>Language, theme, tablet and shortcuts</source>
        <translation>Sprache, Aussehen, Tablett und Tastenkürzel</translation>
    </message>
    <message>
        <source>Pen</source>
        <translation>Stift</translation>
    </message>
    <message>
        <source>Draw strokes</source>
        <translation>Striche zeichnen</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Radierer</translation>
    </message>
    <message>
        <source>Erase what the pointer sweeps over; Shift or Alt leaves no hole</source>
        <translation>Radiert, worüber der Zeiger streicht; mit Umschalt oder Alt bleibt keine Lücke</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>Select strokes, then move, scale or rotate them</source>
        <translation>Striche auswählen, dann bewegen, skalieren oder drehen</translation>
    </message>
    <message>
        <source>Eyedropper</source>
        <translation>Pipette</translation>
    </message>
    <message>
        <source>Take a stroke&apos;s colour for the brush</source>
        <translation>Die Farbe eines Strichs für den Pinsel nehmen</translation>
    </message>
    <message>
        <source>Hand</source>
        <translation>Hand</translation>
    </message>
    <message>
        <source>Move the paper; holding Space does the same</source>
        <translation>Das Papier bewegen; die Leertaste halten tut dasselbe</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Click to zoom in, with Alt to zoom out</source>
        <translation>Klicken vergrößert, mit Alt verkleinert es</translation>
    </message>
    <message>
        <source>Rotate View</source>
        <translation>Ansicht drehen</translation>
    </message>
    <message>
        <source>Turn the paper by dragging</source>
        <translation>Das Papier durch Ziehen drehen</translation>
    </message>
    <message>
        <source>Erase Whole Strokes</source>
        <translation>Ganze Striche radieren</translation>
    </message>
    <message>
        <source>The eraser takes every stroke that it touches, not only a part</source>
        <translation>Der Radierer nimmt jeden berührten Strich ganz, nicht nur einen Teil</translation>
    </message>
    <message>
        <source>Eraser Leaves Holes</source>
        <translation>Radierer hinterlässt Lücken</translation>
    </message>
    <message>
        <source>Remember where something was erased, so that it can be healed</source>
        <translation>Merken, wo radiert wurde, damit es geheilt werden kann</translation>
    </message>
    <message>
        <source>Select with a Box</source>
        <translation>Mit Rahmen auswählen</translation>
    </message>
    <message>
        <source>Drag a box instead of a lasso</source>
        <translation>Einen Rahmen statt eines Lassos ziehen</translation>
    </message>
    <message>
        <source>Wider Brush</source>
        <translation>Breiterer Pinsel</translation>
    </message>
    <message>
        <source>Narrower Brush</source>
        <translation>Schmalerer Pinsel</translation>
    </message>
    <message>
        <source>Draw wider strokes, or erase a wider path</source>
        <translation>Breiter zeichnen oder breiter radieren</translation>
    </message>
    <message>
        <source>Move Underlay</source>
        <translation>Vorlage verschieben</translation>
    </message>
    <message>
        <source>Drag the picture under this layer, or its handles</source>
        <translation>Zieht das Bild unter dieser Ebene oder seine Griffe</translation>
    </message>
    <message>
        <source>Draw narrower strokes, or erase a narrower path</source>
        <translation>Schmaler zeichnen oder schmaler radieren</translation>
    </message>
    <message>
        <source>Choose Colour…</source>
        <translation>Farbe wählen …</translation>
    </message>
    <message>
        <source>Choose any colour for the brush</source>
        <translation>Eine beliebige Farbe für den Pinsel wählen</translation>
    </message>
    <message>
        <source>Previous Colour</source>
        <translation>Vorige Farbe</translation>
    </message>
    <message>
        <source>Go back to the colour used before</source>
        <translation>Zur zuvor benutzten Farbe zurückkehren</translation>
    </message>
    <message>
        <source>Stabiliser</source>
        <translation>Stabilisator</translation>
    </message>
    <message>
        <source>Draw on a string that the pen pulls, for long calm curves</source>
        <translation>An einer Schnur zeichnen, die der Stift zieht, für lange ruhige Bögen</translation>
    </message>
    <message>
        <source>Zoom In</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Look closer</source>
        <translation>Näher herangehen</translation>
    </message>
    <message>
        <source>Zoom Out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Step back</source>
        <translation>Zurücktreten</translation>
    </message>
    <message>
        <source>Fit Page</source>
        <translation>Seite einpassen</translation>
    </message>
    <message>
        <source>Show the whole page</source>
        <translation>Die ganze Seite zeigen</translation>
    </message>
    <message>
        <source>Actual Size</source>
        <translation>Tatsächliche Größe</translation>
    </message>
    <message>
        <source>Show one canvas unit as one pixel</source>
        <translation>Eine Zeicheneinheit als ein Pixel zeigen</translation>
    </message>
    <message>
        <source>Turn Left</source>
        <translation>Nach links drehen</translation>
    </message>
    <message>
        <source>Turn the paper by 15 degrees to the left</source>
        <translation>Das Papier um 15 Grad nach links drehen</translation>
    </message>
    <message>
        <source>Turn Right</source>
        <translation>Nach rechts drehen</translation>
    </message>
    <message>
        <source>Turn the paper by 15 degrees to the right</source>
        <translation>Das Papier um 15 Grad nach rechts drehen</translation>
    </message>
    <message>
        <source>Turn Upright</source>
        <translation>Gerade rücken</translation>
    </message>
    <message>
        <source>Put the paper straight again</source>
        <translation>Das Papier wieder gerade legen</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>Seitenleiste</translation>
    </message>
    <message>
        <source>Show or hide the panels on the side</source>
        <translation>Die Felder an der Seite zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Full Screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Fill the screen with the drawing</source>
        <translation>Den Bildschirm mit der Zeichnung füllen</translation>
    </message>
    <message>
        <source>Dark Theme</source>
        <translation>Dunkles Aussehen</translation>
    </message>
    <message>
        <source>Switch between the light and the dark theme; the paper stays</source>
        <translation>Zwischen hellem und dunklem Aussehen wechseln; das Papier bleibt</translation>
    </message>
    <message>
        <source>Next Tab</source>
        <translation>Nächster Reiter</translation>
    </message>
    <message>
        <source>Go to the next open drawing</source>
        <translation>Zur nächsten offenen Zeichnung gehen</translation>
    </message>
    <message>
        <source>Previous Tab</source>
        <translation>Voriger Reiter</translation>
    </message>
    <message>
        <source>Go to the open drawing before this one</source>
        <translation>Zur vorigen offenen Zeichnung gehen</translation>
    </message>
    <message>
        <source>New Layer</source>
        <translation>Neue Ebene</translation>
    </message>
    <message>
        <source>Add a layer above this one</source>
        <translation>Eine Ebene über dieser hinzufügen</translation>
    </message>
    <message>
        <source>Duplicate Layer</source>
        <translation>Ebene duplizieren</translation>
    </message>
    <message>
        <source>Copy this layer with all its strokes</source>
        <translation>Diese Ebene mit allen Strichen kopieren</translation>
    </message>
    <message>
        <source>Rename Layer…</source>
        <translation>Ebene umbenennen …</translation>
    </message>
    <message>
        <source>Give this layer another name</source>
        <translation>Dieser Ebene einen anderen Namen geben</translation>
    </message>
    <message>
        <source>Delete Layer</source>
        <translation>Ebene löschen</translation>
    </message>
    <message>
        <source>Delete this layer with all its strokes</source>
        <translation>Diese Ebene mit allen Strichen löschen</translation>
    </message>
    <message>
        <source>Move Layer Up</source>
        <translation>Ebene nach oben</translation>
    </message>
    <message>
        <source>Move this layer over the next one</source>
        <translation>Diese Ebene über die nächste schieben</translation>
    </message>
    <message>
        <source>Move Layer Down</source>
        <translation>Ebene nach unten</translation>
    </message>
    <message>
        <source>Move this layer under the one below</source>
        <translation>Diese Ebene unter die darunter schieben</translation>
    </message>
    <message>
        <source>Merge Down</source>
        <translation>Nach unten vereinen</translation>
    </message>
    <message>
        <source>Put this layer&apos;s strokes on the layer below</source>
        <translation>Die Striche dieser Ebene auf die Ebene darunter legen</translation>
    </message>
    <message>
        <source>Layer Visible</source>
        <translation>Ebene sichtbar</translation>
    </message>
    <message>
        <source>Show or hide this layer</source>
        <translation>Diese Ebene zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Layer Locked</source>
        <translation>Ebene gesperrt</translation>
    </message>
    <message>
        <source>Protect this layer from changes</source>
        <translation>Diese Ebene vor Änderungen schützen</translation>
    </message>
    <message>
        <source>Remove Underlay</source>
        <translation>Vorlage entfernen</translation>
    </message>
    <message>
        <source>Take away the picture under this layer</source>
        <translation>Das Bild unter dieser Ebene wegnehmen</translation>
    </message>
    <message>
        <source>New Page</source>
        <translation>Neue Seite</translation>
    </message>
    <message>
        <source>Add an empty page after this one</source>
        <translation>Eine leere Seite nach dieser hinzufügen</translation>
    </message>
    <message>
        <source>Duplicate Page</source>
        <translation>Seite duplizieren</translation>
    </message>
    <message>
        <source>Copy this page with all its layers</source>
        <translation>Diese Seite mit allen Ebenen kopieren</translation>
    </message>
    <message>
        <source>Delete Page</source>
        <translation>Seite löschen</translation>
    </message>
    <message>
        <source>Delete this page with all its layers</source>
        <translation>Diese Seite mit allen Ebenen löschen</translation>
    </message>
    <message>
        <source>Previous Page</source>
        <translation>Vorige Seite</translation>
    </message>
    <message>
        <source>Go to the page before this one</source>
        <translation>Zur Seite vor dieser gehen</translation>
    </message>
    <message>
        <source>Next Page</source>
        <translation>Nächste Seite</translation>
    </message>
    <message>
        <source>Go to the page after this one</source>
        <translation>Zur Seite nach dieser gehen</translation>
    </message>
    <message>
        <source>Page Setup…</source>
        <translation>Seite einrichten …</translation>
    </message>
    <message>
        <source>Size of the page, and the colour of its paper</source>
        <translation>Größe der Seite und Farbe ihres Papiers</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>Vervollständigen</translation>
    </message>
    <message>
        <source>Suggest how the drawing goes on; again for other suggestions</source>
        <translation>Vorschlagen, wie die Zeichnung weitergeht; noch einmal für andere Vorschläge</translation>
    </message>
    <message>
        <source>Heal</source>
        <translation>Heilen</translation>
    </message>
    <message>
        <source>Suggest what was where something is erased</source>
        <translation>Vorschlagen, was an den radierten Stellen war</translation>
    </message>
    <message>
        <source>Redraw</source>
        <translation>Neu zeichnen</translation>
    </message>
    <message>
        <source>Suggest the whole drawing anew, or what an imported picture shows</source>
        <translation>Die ganze Zeichnung neu vorschlagen, oder was ein importiertes Bild zeigt</translation>
    </message>
    <message>
        <source>Interpolate…</source>
        <translation>Überblenden …</translation>
    </message>
    <message>
        <source>Morph one sketch into another, and export it as an animation</source>
        <translation>Eine Skizze in eine andere verwandeln und als Animation exportieren</translation>
    </message>
    <message>
        <source>Generate…</source>
        <translation>Erzeugen …</translation>
    </message>
    <message>
        <source>Draw new sketches of a category, to place on the page</source>
        <translation>Neue Skizzen einer Kategorie zeichnen, um sie auf die Seite zu setzen</translation>
    </message>
    <message>
        <source>Clean…</source>
        <translation>Reinzeichnen …</translation>
    </message>
    <message>
        <source>Turn rough strokes or a picture into clean strokes on a new layer</source>
        <translation>Macht aus rohen Strichen oder einem Bild saubere Striche auf einer neuen Ebene</translation>
    </message>
    <message>
        <source>Accept Suggestion</source>
        <translation>Vorschlag annehmen</translation>
    </message>
    <message>
        <source>Keep the ghost strokes; Tab does it on the canvas</source>
        <translation>Die Geisterstriche behalten; auf der Zeichenfläche mit Tab</translation>
    </message>
    <message>
        <source>Accept Next Stroke</source>
        <translation>Nächsten Strich annehmen</translation>
    </message>
    <message>
        <source>Keep only the next ghost stroke; Ctrl+Right on the canvas</source>
        <translation>Nur den nächsten Geisterstrich behalten; auf der Zeichenfläche mit Strg+Rechts</translation>
    </message>
    <message>
        <source>Dismiss Suggestion</source>
        <translation>Vorschlag verwerfen</translation>
    </message>
    <message>
        <source>Leave the ghost strokes, or stop the model; Esc on the canvas</source>
        <translation>Die Geisterstriche verwerfen oder das Modell anhalten; auf der Zeichenfläche mit Esc</translation>
    </message>
    <message>
        <source>Previous Suggestion</source>
        <translation>Voriger Vorschlag</translation>
    </message>
    <message>
        <source>Show the suggestion before this one; [ on the canvas</source>
        <translation>Den Vorschlag davor zeigen; auf der Zeichenfläche mit [</translation>
    </message>
    <message>
        <source>Next Suggestion</source>
        <translation>Nächster Vorschlag</translation>
    </message>
    <message>
        <source>Show the next suggestion; ] on the canvas, or Alt and its number</source>
        <translation>Den nächsten Vorschlag zeigen; auf der Zeichenfläche mit ] oder Alt und seiner Nummer</translation>
    </message>
    <message>
        <source>Live Suggestions</source>
        <translation>Laufend vorschlagen</translation>
    </message>
    <message>
        <source>Suggest how the drawing goes on whenever the pen pauses</source>
        <translation>Vorschlagen, wie die Zeichnung weitergeht, sobald der Stift ruht</translation>
    </message>
    <message>
        <source>Heal While Erasing</source>
        <translation>Beim Radieren heilen</translation>
    </message>
    <message>
        <source>Suggest what was erased as soon as the eraser is lifted</source>
        <translation>Vorschlagen, was radiert wurde, sobald der Radierer abhebt</translation>
    </message>
    <message>
        <source>Recognise While Drawing</source>
        <translation>Beim Zeichnen erkennen</translation>
    </message>
    <message>
        <source>Say in a corner of the canvas what the drawing is taken for</source>
        <translation>In einer Ecke der Zeichenfläche sagen, wofür die Zeichnung gehalten wird</translation>
    </message>
    <message>
        <source>Choose Category…</source>
        <translation>Kategorie wählen …</translation>
    </message>
    <message>
        <source>Say what the drawing is or shall become</source>
        <translation>Sagen, was die Zeichnung ist oder werden soll</translation>
    </message>
    <message>
        <source>Suggestion Bar</source>
        <translation>Vorschlagsleiste</translation>
    </message>
    <message>
        <source>Show or hide the bar under the canvas</source>
        <translation>Die Leiste unter der Zeichenfläche zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Command Palette…</source>
        <translation>Befehlspalette …</translation>
    </message>
    <message>
        <source>Find and run any command by its name</source>
        <translation>Jeden Befehl nach seinem Namen finden und ausführen</translation>
    </message>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Show every shortcut on one sheet</source>
        <translation>Alle Tastenkürzel auf einem Blatt zeigen</translation>
    </message>
    <message>
        <source>Sample Sketches</source>
        <translation>Beispielskizzen</translation>
    </message>
    <message>
        <source>Show the gallery of sample sketches in a new drawing</source>
        <translation>Die Galerie der Beispielskizzen in einer neuen Zeichnung zeigen</translation>
    </message>
    <message>
        <source>About Sketchpad</source>
        <translation>Über Sketchpad</translation>
    </message>
    <message>
        <source>Version, licences and thanks</source>
        <translation>Version, Lizenzen und Dank</translation>
    </message>
</context>
<context>
    <name>AppearancePage</name>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>Accent</source>
        <translation>Akzent</translation>
    </message>
    <message>
        <source>The paper keeps its colour in both themes; Page Setup changes the paper.</source>
        <translation>Das Papier behält seine Farbe; „Seite einrichten“ ändert das Papier.</translation>
    </message>
</context>
<context>
    <name>BrushPanel</name>
    <message>
        <source>Palette</source>
        <extracomment>Steps of the width&apos;s slider, which is exponential: fine for fine pens.</extracomment>
        <translation>Palette</translation>
    </message>
    <message>
        <source>Recent colours</source>
        <translation>Zuletzt benutzte Farben</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Width at full pressure, in canvas units</source>
        <translation>Breite bei vollem Druck, in Zeicheneinheiten</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>Pressure</source>
        <translation>Druck</translation>
    </message>
    <message>
        <source>How much of the width the pen&apos;s pressure governs</source>
        <translation>Welchen Teil der Breite der Druck des Stifts bestimmt</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>Glättung</translation>
    </message>
    <message>
        <source>How much of the hand&apos;s trembling is filtered; 0 keeps every quiver</source>
        <translation>Wie viel vom Zittern der Hand gefiltert wird; 0 behält jede Regung</translation>
    </message>
    <message>
        <source>Stabiliser</source>
        <translation>Stabilisator</translation>
    </message>
    <message>
        <source>Draw on a string that the pen pulls</source>
        <translation>An einer Schnur zeichnen, die der Stift zieht</translation>
    </message>
    <message>
        <source>String</source>
        <translation>Schnur</translation>
    </message>
    <message>
        <source>Choose any colour for the brush</source>
        <translation>Eine beliebige Farbe für den Pinsel wählen</translation>
    </message>
    <message>
        <source>Brush colour {name}</source>
        <translation>Pinselfarbe {name}</translation>
    </message>
</context>
<context>
    <name>BrushPreview</name>
    <message>
        <source>Preview of the brush</source>
        <translation>Vorschau des Pinsels</translation>
    </message>
</context>
<context>
    <name>CanvasSuggestions</name>
    <message>
        <source>Tab accept · Esc dismiss</source>
        <extracomment>Opacity of strokes while others that shall replace them are in view. Of the drawing&apos;s samples, every one of so many is enough to keep the badge off them.</extracomment>
        <translation>Tab annehmen · Esc verwerfen</translation>
    </message>
    <message>
        <source>] next ({number}/{count})</source>
        <translation>] nächster ({number}/{count})</translation>
    </message>
    <message>
        <source>Perhaps {category}</source>
        <translation>Vielleicht {category}</translation>
    </message>
    <message>
        <source>Suggestion: {keys}</source>
        <translation>Vorschlag: {keys}</translation>
    </message>
</context>
<context>
    <name>CanvasView</name>
    <message>
        <source>Move strokes</source>
        <extracomment>Logical pixels that one notch of the wheel scrolls.</extracomment>
        <translation>Striche bewegen</translation>
    </message>
</context>
<context>
    <name>Categories</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Ebene</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
</context>
<context>
    <name>CleanBar</name>
    <message>
        <source>Clean bar</source>
        <translation>Leiste für Reinzeichnen</translation>
    </message>
    <message>
        <source>What is cleaned</source>
        <translation>Was rein gezeichnet wird</translation>
    </message>
    <message>
        <source>Clean something else</source>
        <translation>Etwas anderes rein zeichnen</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Detail</translation>
    </message>
    <message>
        <source>How much of the small stuff survives</source>
        <translation>Wie viel von den Kleinigkeiten bleibt</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Leave the drawing as it is  (Esc)</source>
        <translation>Die Zeichnung lassen, wie sie ist  (Esc)</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Put the clean strokes on a new layer, and hide the rough ones  (Enter)</source>
        <translation>Die sauberen Striche auf eine neue Ebene legen und die rohen ausblenden  (Eingabe)</translation>
    </message>
    <message>
        <source>Clean</source>
        <translation>Reinzeichnen</translation>
    </message>
    <message>
        <source>Finishing…</source>
        <translation>Wird fertiggestellt …</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird angesehen …</translation>
    </message>
    <message>
        <source>Strokes: {after}</source>
        <translation>Striche: {after}</translation>
    </message>
    <message>
        <source>{before} → {after} strokes</source>
        <translation>{before} → {after} Striche</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>Strokes of “{name}”</source>
        <translation>Striche von „{name}“</translation>
    </message>
    <message>
        <source>Picture under “{name}”</source>
        <translation>Bild unter „{name}“</translation>
    </message>
</context>
<context>
    <name>CleanCommands</name>
    <message>
        <source>There is nothing to clean on this page; draw something first.</source>
        <translation>Auf dieser Seite ist nichts rein zu zeichnen; zeichne zuerst etwas.</translation>
    </message>
</context>
<context>
    <name>CleanMode</name>
    <message>
        <source>Strokes after Clean: {count}. Enter accepts, Esc cancels.</source>
        <translation>Striche nach dem Reinzeichnen: {count}. Eingabe übernimmt, Esc bricht ab.</translation>
    </message>
</context>
<context>
    <name>Cleaning</name>
    <message>
        <source>Clean</source>
        <translation>Reinzeichnen</translation>
    </message>
    <message>
        <source>Stopped. Move Detail to clean again.</source>
        <translation>Angehalten. Bewege „Detail“, um neu zu beginnen.</translation>
    </message>
    <message>
        <source>{name} clean</source>
        <translation>{name} rein</translation>
    </message>
    <message>
        <source>{name} rough</source>
        <translation>{name} roh</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>Befehlspalette</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>Was möchten Sie tun?</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Matching commands</source>
        <translation>Passende Befehle</translation>
    </message>
    <message>
        <source>There is no command of this name.</source>
        <translation>Einen Befehl dieses Namens gibt es nicht.</translation>
    </message>
</context>
<context>
    <name>Crash</name>
    <message>
        <source>Something Went Wrong</source>
        <translation>Etwas ist schiefgegangen</translation>
    </message>
    <message>
        <source>Sketchpad ran into an error of its own. Your drawing is kept.</source>
        <translation>Sketchpad ist auf einen eigenen Fehler gestoßen. Ihre Zeichnung ist gesichert.</translation>
    </message>
    <message>
        <source>You can go on; saving the drawing under a new name is wise. The details below help to mend the error.</source>
        <translation>Sie können weitermachen; es ist ratsam, die Zeichnung unter neuem Namen zu speichern. Die Einzelheiten helfen, den Fehler zu beheben.</translation>
    </message>
</context>
<context>
    <name>CurveEditor</name>
    <message>
        <source>Pressure curve</source>
        <translation>Druckkurve</translation>
    </message>
    <message>
        <source>Drag up for a light hand, down for a heavy one; a double click resets</source>
        <translation>Für eine leichte Hand nach oben ziehen, für eine schwere nach unten; Doppelklick setzt zurück</translation>
    </message>
    <message>
        <source>wide</source>
        <translation>breit</translation>
    </message>
    <message>
        <source>firm press</source>
        <translation>fester Druck</translation>
    </message>
</context>
<context>
    <name>DevicePage</name>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Models run on</source>
        <translation>Modelle laufen auf</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
</context>
<context>
    <name>Devices</name>
    <message>
        <source>Automatic: the graphics card if it really works</source>
        <translation>Automatisch: die Grafikkarte, wenn sie wirklich arbeitet</translation>
    </message>
    <message>
        <source>Always the CPU</source>
        <translation>Immer der Hauptprozessor</translation>
    </message>
    <message>
        <source>Always CUDA, with a warning if it does not work</source>
        <translation>Immer CUDA, mit einer Warnung, wenn es nicht geht</translation>
    </message>
</context>
<context>
    <name>DocumentTab</name>
    <message>
        <source>Canvas</source>
        <translation>Zeichenfläche</translation>
    </message>
    <message>
        <source>The page; draw here with mouse or pen</source>
        <translation>Die Seite; hier mit Maus oder Stift zeichnen</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
</context>
<context>
    <name>EditCommands</name>
    <message>
        <source>Cut strokes</source>
        <extracomment>How far copies are put from what they copy, canvas units.</extracomment>
        <translation>Striche ausschneiden</translation>
    </message>
    <message>
        <source>Copied {count} strokes</source>
        <translation>{count} Striche kopiert</translation>
    </message>
    <message>
        <source>Copied one stroke</source>
        <translation>Einen Strich kopiert</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>The clipboard holds no strokes, SVG or picture that could be pasted.</source>
        <translation>Die Zwischenablage enthält weder Striche noch SVG noch ein Bild zum Einfügen.</translation>
    </message>
    <message>
        <source>Duplicate strokes</source>
        <translation>Striche duplizieren</translation>
    </message>
    <message>
        <source>Delete strokes</source>
        <translation>Striche löschen</translation>
    </message>
    <message>
        <source>Apply brush</source>
        <translation>Pinsel anwenden</translation>
    </message>
    <message>
        <source>Forget holes</source>
        <translation>Lücken vergessen</translation>
    </message>
</context>
<context>
    <name>EraserOptions</name>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Diameter, in canvas units</source>
        <translation>Durchmesser in Einheiten der Zeichenfläche</translation>
    </message>
    <message>
        <source>Whole strokes</source>
        <translation>Ganze Striche</translation>
    </message>
    <message>
        <source>Take every stroke that is touched, not only a part</source>
        <translation>Nimmt jeden berührten Strich ganz weg, nicht nur ein Stück</translation>
    </message>
    <message>
        <source>Leave a hole to heal</source>
        <translation>Lücke zum Heilen lassen</translation>
    </message>
    <message>
        <source>Remember where something was erased</source>
        <translation>Merkt sich, wo radiert wurde</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Radierer</translation>
    </message>
    <message>
        <source>Hold Shift or Alt while erasing to leave no hole.</source>
        <translation>Mit Umschalt oder Alt bleibt beim Radieren keine Lücke.</translation>
    </message>
</context>
<context>
    <name>ExportCommands</name>
    <message>
        <source>Exported {name}</source>
        <translation>{name} exportiert</translation>
    </message>
    <message>
        <source>Exported {count} files, from {first} to {last}</source>
        <translation>{count} Dateien exportiert, von {first} bis {last}</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Preview of the page</source>
        <translation>Vorschau der Seite</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Keep the changing width of pressure</source>
        <translation>Die wechselnde Breite des Drucks behalten</translation>
    </message>
    <message>
        <source>Such strokes become outlines instead of single curves</source>
        <translation>Solche Striche werden zu Umrissen statt einzelner Kurven</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>{w} × {h} pixels</source>
        <translation>{w} × {h} Pixel</translation>
    </message>
    <message>
        <source>Transparent ground</source>
        <translation>Durchsichtiger Grund</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Save As writes .sketch files; choose another ending here.</source>
        <translation>Dateien mit .sketch schreibt „Speichern unter“; wählen Sie hier eine andere Endung.</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>Zeichnung</translation>
    </message>
</context>
<context>
    <name>FileCommands</name>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>Untitled {number}</source>
        <translation>Ohne Titel {number}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Everything that can be opened ({patterns})</source>
        <translation>Alles, was sich öffnen lässt ({patterns})</translation>
    </message>
    <message>
        <source>Drawings ({patterns})</source>
        <translation>Zeichnungen ({patterns})</translation>
    </message>
    <message>
        <source>Pictures ({patterns})</source>
        <translation>Bilder ({patterns})</translation>
    </message>
    <message>
        <source>Saved {name}</source>
        <translation>{name} gespeichert</translation>
    </message>
    <message>
        <source>Changed Elsewhere</source>
        <translation>Anderswo geändert</translation>
    </message>
    <message>
        <source>“{name}” has been changed elsewhere since it was opened here.</source>
        <translation>„{name}“ wurde anderswo geändert, seit es hier geöffnet wurde.</translation>
    </message>
    <message>
        <source>Saving replaces what is there now; Save As keeps both.</source>
        <translation>Speichern ersetzt, was jetzt dort liegt; „Speichern unter“ behält beides.</translation>
    </message>
    <message>
        <source>Save As…</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>Zeichnung</translation>
    </message>
    <message>
        <source>Save As</source>
        <translation>Speichern unter</translation>
    </message>
    <message>
        <source>Sketchpad drawing ({patterns})</source>
        <translation>Sketchpad-Zeichnung ({patterns})</translation>
    </message>
    <message>
        <source>Open Recent</source>
        <translation>Zuletzt benutzt</translation>
    </message>
    <message>
        <source>No recent files</source>
        <translation>Keine zuletzt benutzten Dateien</translation>
    </message>
    <message>
        <source>Clear List</source>
        <translation>Liste leeren</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>und {count} weitere</translation>
    </message>
    <message>
        <source>Unsaved Changes</source>
        <translation>Ungespeicherte Änderungen</translation>
    </message>
    <message>
        <source>Save the changes to “{name}”?</source>
        <translation>Die Änderungen an „{name}“ speichern?</translation>
    </message>
    <message>
        <source>Save the changes to {count} drawings?</source>
        <translation>Die Änderungen an {count} Zeichnungen speichern?</translation>
    </message>
    <message>
        <source>They are lost otherwise.</source>
        <translation>Sonst gehen sie verloren.</translation>
    </message>
</context>
<context>
    <name>FilmExport</name>
    <message>
        <source>GIF (*.gif)</source>
        <extracomment>What follows a dot in a name and is not just a part of the name.</extracomment>
        <translation>GIF (*.gif)</translation>
    </message>
    <message>
        <source>Animated SVG (*.svg)</source>
        <translation>Animiertes SVG (*.svg)</translation>
    </message>
    <message>
        <source>Frames as PNG (*.png)</source>
        <translation>Einzelbilder als PNG (*.png)</translation>
    </message>
    <message>
        <source>Frames as SVG (*.svg)</source>
        <translation>Einzelbilder als SVG (*.svg)</translation>
    </message>
    <message>
        <source>Export Frames</source>
        <translation>Einzelbilder exportieren</translation>
    </message>
    <message>
        <source>{name} cannot hold these frames; use .gif or .svg for an animation, .png or .svg for single frames.</source>
        <translation>{name} kann diese Bilder nicht aufnehmen; .gif oder .svg wird eine Animation, .png oder .svg werden Einzelbilder.</translation>
    </message>
</context>
<context>
    <name>FilmStrip</name>
    <message>
        <source>Film strip</source>
        <translation>Filmstreifen</translation>
    </message>
</context>
<context>
    <name>FilmViewer</name>
    <message>
        <source>Frame in view</source>
        <translation>Gezeigtes Bild</translation>
    </message>
    <message>
        <source>Onion skin</source>
        <translation>Zwiebelschicht</translation>
    </message>
    <message>
        <source>Let the neighbouring frames shine through</source>
        <translation>Die Nachbarbilder durchscheinen lassen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>Smooth curves, one path per stroke, for every editor</source>
        <translation>Glatte Kurven, ein Pfad je Strich, für jedes Programm</translation>
    </message>
    <message>
        <source>A picture, sharp and with a transparent ground if wanted</source>
        <translation>Ein Bild, scharf und auf Wunsch mit durchsichtigem Grund</translation>
    </message>
    <message>
        <source>A small picture on its paper, for mail and web</source>
        <translation>Ein kleines Bild auf seinem Papier, für Mail und Netz</translation>
    </message>
    <message>
        <source>Smooth curves on pages, for print</source>
        <translation>Glatte Kurven auf Seiten, für den Druck</translation>
    </message>
</context>
<context>
    <name>FramePreview</name>
    <message>
        <source>Frame in view</source>
        <extracomment>ms that each frame stands when it is played. Neighbours of the frame in view, by their distance: how much of them shines through.</extracomment>
        <translation>Gezeigtes Bild</translation>
    </message>
</context>
<context>
    <name>GeneralPage</name>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>The language changes with the next start.</source>
        <translation>Die Sprache wechselt mit dem nächsten Start.</translation>
    </message>
    <message>
        <source>Greet on an empty canvas, with sample sketches</source>
        <translation>Auf leerer Zeichenfläche begrüßen, mit Beispielskizzen</translation>
    </message>
    <message>
        <source>Reopen the drawings of the last session</source>
        <translation>Die Zeichnungen der letzten Sitzung wieder öffnen</translation>
    </message>
    <message>
        <source>Every finished stroke is kept on disk within a second, also before the first save. After a crash or a power cut the next start offers it to you.</source>
        <translation>Jeder fertige Strich ist binnen einer Sekunde auf der Platte, auch vor dem ersten Speichern. Nach einem Absturz oder Stromausfall bietet der nächste Start ihn an.</translation>
    </message>
</context>
<context>
    <name>GenerateDialog</name>
    <message>
        <source>Generate Sketches</source>
        <extracomment>A new sketch takes this share of what is seen of the page. Heights of the list of categories and of the sketches, logical pixels.</extracomment>
        <translation>Skizzen erzeugen</translation>
    </message>
    <message>
        <source>Draw Sketches</source>
        <translation>Skizzen zeichnen</translation>
    </message>
    <message>
        <source>Search categories</source>
        <translation>Kategorien suchen</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>Kategorien</translation>
    </message>
    <message>
        <source>Mixed with</source>
        <translation>Gemischt mit</translation>
    </message>
    <message>
        <source>Draw what lies half-way between two categories; type to search</source>
        <translation>Zeichnen, was in der Mitte zwischen zwei Kategorien liegt; zum Suchen tippen</translation>
    </message>
    <message>
        <source>Mixed with nothing</source>
        <translation>Mit nichts gemischt</translation>
    </message>
    <message>
        <source>Known from few drawings</source>
        <translation>Aus wenigen Zeichnungen bekannt</translation>
    </message>
    <message>
        <source>Wildness</source>
        <translation>Wildheit</translation>
    </message>
    <message>
        <source>Tame repeats what is usual</source>
        <translation>Zahm wiederholt das Übliche</translation>
    </message>
    <message>
        <source>New sketches</source>
        <translation>Neue Skizzen</translation>
    </message>
    <message>
        <source>Mixed with: {category}</source>
        <translation>Gemischt mit: {category}</translation>
    </message>
    <message>
        <source>The sketches will be shown here. Click one to place it, or drag it onto the page.</source>
        <translation>Hier erscheinen die Skizzen. Ein Klick legt eine auf die Seite; Ziehen geht auch.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Few drawings of “{category}” were seen: expect rough sketches.</source>
        <translation>Von „{category}“ gab es wenige Zeichnungen: Die Skizzen werden grob.</translation>
    </message>
    <message>
        <source>No category matches.</source>
        <translation>Keine Kategorie passt.</translation>
    </message>
    <message>
        <source>Choose a category first.</source>
        <translation>Wählen Sie zuerst eine Kategorie.</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>Erzeugen</translation>
    </message>
    <message>
        <source>The model drew nothing; try again.</source>
        <translation>Das Modell hat nichts gezeichnet; versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Place generated sketch</source>
        <translation>Erzeugte Skizze platzieren</translation>
    </message>
    <message>
        <source>Placed and selected; drag it to where you want it</source>
        <translation>Liegt auf der Seite und ist ausgewählt; ziehen Sie es an seinen Platz</translation>
    </message>
</context>
<context>
    <name>Guessing</name>
    <message>
        <source>Recognise</source>
        <extracomment>A guess is cheap and takes no room: it may come soon. What is less probable than this is no more than a guess.</extracomment>
        <translation>Erkennen</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>As opened</source>
        <translation>Wie geöffnet</translation>
    </message>
</context>
<context>
    <name>InterpolateDialog</name>
    <message>
        <source>Interpolate</source>
        <extracomment>The long side of an exported GIF, pixels. Sketches that each way needs, in the order of the box.</extracomment>
        <translation>Überblenden</translation>
    </message>
    <message>
        <source>The frames will be shown here.</source>
        <translation>Hier werden die Bilder gezeigt.</translation>
    </message>
    <message>
        <source>Draw something on a page first, or choose files.</source>
        <translation>Zeichnen Sie erst etwas auf eine Seite, oder wählen Sie Dateien.</translation>
    </message>
    <message>
        <source>Open All as Pages</source>
        <translation>Alle als Seiten öffnen</translation>
    </message>
    <message>
        <source>Draw Frames</source>
        <translation>Bilder zeichnen</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Weg</translation>
    </message>
    <message>
        <source>From A to B</source>
        <translation>Von A nach B</translation>
    </message>
    <message>
        <source>A − B + C</source>
        <translation>A − B + C</translation>
    </message>
    <message>
        <source>Variations of A</source>
        <translation>Variationen von A</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Spherical</source>
        <translation>Sphärisch</translation>
    </message>
    <message>
        <source>Over what the model knows to lie between, along an arc</source>
        <translation>Über das, was das Modell dazwischen kennt, auf einem Bogen</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>Linear</translation>
    </message>
    <message>
        <source>Over what the model knows to lie between, straight</source>
        <translation>Über das, was das Modell dazwischen kennt, geradeaus</translation>
    </message>
    <message>
        <source>Stroke by stroke</source>
        <translation>Strich für Strich</translation>
    </message>
    <message>
        <source>Strokes that resemble each other are matched and moved</source>
        <translation>Striche, die sich ähneln, werden einander zugeordnet und bewegt</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>What {letter} shows</source>
        <translation>Was {letter} zeigt</translation>
    </message>
    <message>
        <source>As recognised</source>
        <translation>Wie erkannt</translation>
    </message>
    <message>
        <source>Say what the sketch shows if it is taken for something else</source>
        <translation>Sagen Sie, was die Skizze zeigt, wenn sie für etwas anderes gehalten wird</translation>
    </message>
    <message>
        <source>shows</source>
        <translation>zeigt</translation>
    </message>
    <message>
        <source>Draw Sketches</source>
        <translation>Skizzen zeichnen</translation>
    </message>
    <message>
        <source>{sketch} seems to show “{category}”, which was never learned.</source>
        <translation>{sketch} zeigt wohl „{category}“, und das wurde nie gelernt.</translation>
    </message>
    <message>
        <source>It is not clear what {sketch} shows.</source>
        <translation>Es ist nicht klar, was {sketch} zeigt.</translation>
    </message>
    <message>
        <source>It is not clear what {first} and {second} show.</source>
        <translation>Es ist nicht klar, was {first} und {second} zeigen.</translation>
    </message>
    <message>
        <source>So strokes are matched and moved. Say above what it is to go by the model.</source>
        <translation>Darum werden Striche einander zugeordnet und bewegt. Sagen Sie oben, was es ist, damit das Modell hilft.</translation>
    </message>
    <message>
        <source>Open as Page</source>
        <translation>Als Seite öffnen</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Choose a sketch for each letter first.</source>
        <translation>Wählen Sie zuerst für jeden Buchstaben eine Skizze.</translation>
    </message>
    <message>
        <source>The model drew nothing; try again.</source>
        <translation>Das Modell hat nichts gezeichnet; versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>What the model cannot place may turn into something else altogether.</source>
        <translation>Was das Modell nicht einordnen kann, wird womöglich etwas ganz anderes.</translation>
    </message>
    <message>
        <source>Open frame as page</source>
        <translation>Bild als Seite öffnen</translation>
    </message>
    <message>
        <source>Open frames as pages</source>
        <translation>Bilder als Seiten öffnen</translation>
    </message>
    <message>
        <source>Exported {name}</source>
        <translation>{name} exportiert</translation>
    </message>
</context>
<context>
    <name>JobIndicator</name>
    <message>
        <source>Progress of the model</source>
        <extracomment>What is done sooner needs no sign; it would only flicker.</extracomment>
        <translation>Fortschritt des Modells</translation>
    </message>
    <message>
        <source>Stop the model</source>
        <translation>Das Modell anhalten</translation>
    </message>
    <message>
        <source>{title} (+{count})</source>
        <translation>{title} (+{count})</translation>
    </message>
</context>
<context>
    <name>JobQueue</name>
    <message>
        <source>{title} failed unexpectedly; the log tells more.</source>
        <translation>{title} ist unerwartet gescheitert; das Protokoll sagt mehr.</translation>
    </message>
</context>
<context>
    <name>LayerCommands</name>
    <message>
        <source>Add layer</source>
        <translation>Ebene hinzufügen</translation>
    </message>
    <message>
        <source>{name} copy</source>
        <translation>{name} Kopie</translation>
    </message>
    <message>
        <source>Duplicate layer</source>
        <translation>Ebene duplizieren</translation>
    </message>
    <message>
        <source>Rename Layer</source>
        <translation>Ebene umbenennen</translation>
    </message>
    <message>
        <source>Name of the layer:</source>
        <translation>Name der Ebene:</translation>
    </message>
    <message>
        <source>Rename layer</source>
        <translation>Ebene umbenennen</translation>
    </message>
    <message>
        <source>Delete layer</source>
        <translation>Ebene löschen</translation>
    </message>
    <message>
        <source>Move layer</source>
        <translation>Ebene verschieben</translation>
    </message>
    <message>
        <source>Merge layers</source>
        <translation>Ebenen vereinen</translation>
    </message>
    <message>
        <source>Show layer</source>
        <translation>Ebene zeigen</translation>
    </message>
    <message>
        <source>Hide layer</source>
        <translation>Ebene verbergen</translation>
    </message>
    <message>
        <source>Lock layer</source>
        <translation>Ebene sperren</translation>
    </message>
    <message>
        <source>Unlock layer</source>
        <translation>Ebene entsperren</translation>
    </message>
    <message>
        <source>Layer opacity</source>
        <translation>Deckkraft der Ebene</translation>
    </message>
    <message>
        <source>Underlay opacity</source>
        <translation>Deckkraft der Vorlage</translation>
    </message>
    <message>
        <source>Remove underlay</source>
        <translation>Vorlage entfernen</translation>
    </message>
    <message>
        <source>Layer {number}</source>
        <translation>Ebene {number}</translation>
    </message>
</context>
<context>
    <name>LayersPanel</name>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>Underlay</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Opacity of the picture to trace</source>
        <translation>Deckkraft des Bildes zum Nachzeichnen</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Ebenen</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Main bar</source>
        <extracomment>What the window manager may add to it, at most.</extracomment>
        <translation>Hauptleiste</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Brush</source>
        <extracomment>Of the brush and of what is tabbed below it, logical pixels.</extracomment>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Ebenen</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>Seitenleiste</translation>
    </message>
    <message>
        <source>Show Panel</source>
        <translation>Feld zeigen</translation>
    </message>
    <message>
        <source>That Did Not Work</source>
        <translation>Das ging nicht</translation>
    </message>
    <message>
        <source>Autosave does not work: {reason}</source>
        <translation>Das automatische Sichern geht nicht: {reason}</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Draw</source>
        <translation>&amp;Zeichnen</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Layer</source>
        <translation>&amp;Ebene</translation>
    </message>
    <message>
        <source>&amp;Page</source>
        <translation>&amp;Seite</translation>
    </message>
    <message>
        <source>&amp;Suggest</source>
        <translation>&amp;Vorschläge</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
</context>
<context>
    <name>ModelCommands</name>
    <message>
        <source>Drop strokes</source>
        <extracomment>Actions that need a model, and the verb that they are.</extracomment>
        <translation>Striche ablegen</translation>
    </message>
</context>
<context>
    <name>ModelDialog</name>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
</context>
<context>
    <name>ModelService</name>
    <message>
        <source>Look for models</source>
        <extracomment>What each verb runs with: one model of any of these tasks will do.</extracomment>
        <translation>Modelle suchen</translation>
    </message>
    <message>
        <source>Sketchpad is still looking for its models.</source>
        <translation>Sketchpad sucht noch nach seinen Modellen.</translation>
    </message>
    <message>
        <source>No models</source>
        <translation>Keine Modelle</translation>
    </message>
    <message>
        <source>Warm up</source>
        <translation>Aufwärmen</translation>
    </message>
</context>
<context>
    <name>Modes</name>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Notice</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Verwerfen</translation>
    </message>
</context>
<context>
    <name>PageCommands</name>
    <message>
        <source>Add page</source>
        <translation>Seite hinzufügen</translation>
    </message>
    <message>
        <source>Duplicate page</source>
        <translation>Seite duplizieren</translation>
    </message>
    <message>
        <source>Delete page</source>
        <translation>Seite löschen</translation>
    </message>
    <message>
        <source>Move page</source>
        <translation>Seite verschieben</translation>
    </message>
    <message>
        <source>Page setup</source>
        <translation>Seite einrichten</translation>
    </message>
</context>
<context>
    <name>PageSetupDialog</name>
    <message>
        <source>Page Setup</source>
        <translation>Seite einrichten</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Eigenes</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Papier</translation>
    </message>
</context>
<context>
    <name>PageSizes</name>
    <message>
        <source>Sketchpad</source>
        <translation>Sketchpad</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>Quadrat</translation>
    </message>
    <message>
        <source>Full HD</source>
        <translation>Full HD</translation>
    </message>
    <message>
        <source>A4 upright</source>
        <translation>A4 hoch</translation>
    </message>
    <message>
        <source>A4 landscape</source>
        <translation>A4 quer</translation>
    </message>
    <message>
        <source>A5 upright</source>
        <translation>A5 hoch</translation>
    </message>
    <message>
        <source>Letter upright</source>
        <translation>Letter hoch</translation>
    </message>
</context>
<context>
    <name>PagesChoice</name>
    <message>
        <source>This page ({number} of {count})</source>
        <translation>Diese Seite ({number} von {count})</translation>
    </message>
    <message>
        <source>All {count} pages</source>
        <translation>Alle {count} Seiten</translation>
    </message>
    <message>
        <source>Writes one file; the other pages are left out.</source>
        <translation>Schreibt eine Datei; die anderen Seiten bleiben weg.</translation>
    </message>
    <message>
        <source>Writes {first} to {last}.</source>
        <translation>Schreibt {first} bis {last}.</translation>
    </message>
    <message>
        <source>Writes one file with all pages.</source>
        <translation>Schreibt eine Datei mit allen Seiten.</translation>
    </message>
</context>
<context>
    <name>PagesPanel</name>
    <message>
        <source>Pages</source>
        <extracomment>Pictures follow the pen with this delay, so that drawing never waits for them.</extracomment>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Page {number}</source>
        <translation>Seite {number}</translation>
    </message>
</context>
<context>
    <name>Palettes</name>
    <message>
        <source>Studio</source>
        <extracomment>The side of a colour in a row, and what lies between two, logical pixels. What stands out less from the panel than this needs an outline of its own.</extracomment>
        <translation>Atelier</translation>
    </message>
    <message>
        <source>Pencil</source>
        <translation>Bleistift</translation>
    </message>
    <message>
        <source>Ink</source>
        <translation>Tinte</translation>
    </message>
    <message>
        <source>Pastel</source>
        <translation>Pastell</translation>
    </message>
    <message>
        <source>Earth</source>
        <translation>Erde</translation>
    </message>
</context>
<context>
    <name>PictureCommands</name>
    <message>
        <source>Import Image</source>
        <extracomment>Opacity of a picture that has just come in: ink stands out on it, and its lines are seen.</extracomment>
        <translation>Bild einfügen</translation>
    </message>
    <message>
        <source>Pictures ({patterns})</source>
        <translation>Bilder ({patterns})</translation>
    </message>
    <message>
        <source>Import image</source>
        <translation>Bild einfügen</translation>
    </message>
    <message>
        <source>The picture lies under the layer; “{action}” places it</source>
        <translation>Das Bild liegt unter der Ebene; „{action}“ setzt es an seinen Platz</translation>
    </message>
</context>
<context>
    <name>RecogniseChip</name>
    <message>
        <source>What the drawing is taken for</source>
        <extracomment>A guess that is less probable than this would only amuse.</extracomment>
        <translation>Wofür die Zeichnung gehalten wird</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>Kategorien</translation>
    </message>
    <message>
        <source>You said what this is; click to change it</source>
        <translation>Sie haben gesagt, was das ist; klicken, um es zu ändern</translation>
    </message>
    <message>
        <source>What is it?</source>
        <translation>Was ist das?</translation>
    </message>
    <message>
        <source>Perhaps {category}</source>
        <translation>Vielleicht {category}</translation>
    </message>
    <message>
        <source>It is not clear yet what this is: click to say it</source>
        <translation>Noch ist nicht klar, was das ist: klicken, um es zu sagen</translation>
    </message>
    <message>
        <source>What the drawing is taken for; click to correct it</source>
        <translation>Wofür die Zeichnung gehalten wird; klicken, um es zu berichtigen</translation>
    </message>
    <message>
        <source>As recognised</source>
        <translation>Wie erkannt</translation>
    </message>
    <message>
        <source>Another Category…</source>
        <translation>Andere Kategorie …</translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message>
        <source>Recovered drawing</source>
        <extracomment>More drawings than this are offered without a picture.</extracomment>
        <translation>Wiederhergestellte Zeichnung</translation>
    </message>
    <message>
        <source>Recovered {name}</source>
        <translation>{name} wiederhergestellt</translation>
    </message>
    <message>
        <source>Your drawing is back</source>
        <translation>Ihre Zeichnung ist wieder da</translation>
    </message>
</context>
<context>
    <name>RecoveryDialog</name>
    <message>
        <source>Recover Drawings</source>
        <translation>Zeichnungen wiederherstellen</translation>
    </message>
    <message>
        <source>Your drawings were kept</source>
        <translation>Ihre Zeichnungen sind gesichert</translation>
    </message>
    <message>
        <source>Sketchpad was told to close by the system while these drawings were not saved. They are as you left them.</source>
        <translation>Das System hat Sketchpad beendet, während diese Zeichnungen nicht gespeichert waren. Sie sind so, wie Sie sie verlassen haben.</translation>
    </message>
    <message>
        <source>Sketchpad did not close properly the last time. Everything up to the last finished stroke is here.</source>
        <translation>Sketchpad wurde zuletzt nicht ordentlich beendet. Alles bis zum letzten fertigen Strich ist da.</translation>
    </message>
    <message>
        <source>{name} (never saved)</source>
        <translation>{name} (nie gespeichert)</translation>
    </message>
    <message>
        <source>New drawing</source>
        <translation>Neue Zeichnung</translation>
    </message>
    <message>
        <source>Last changed {time}</source>
        <translation>Zuletzt geändert {time}</translation>
    </message>
    <message>
        <source>Drawings that can be recovered</source>
        <translation>Zeichnungen zum Wiederherstellen</translation>
    </message>
    <message>
        <source>Discard All</source>
        <translation>Alle verwerfen</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>Wiederherstellen</translation>
    </message>
</context>
<context>
    <name>Replacing</name>
    <message>
        <source>Replace Files</source>
        <translation>Dateien ersetzen</translation>
    </message>
    <message>
        <source>“{name}” already exists. Do you want to replace it?</source>
        <translation>„{name}“ gibt es schon. Soll die Datei ersetzt werden?</translation>
    </message>
    <message>
        <source>“{name}” and {count} more already exist. Do you want to replace them?</source>
        <translation>„{name}“ und {count} weitere gibt es schon. Sollen sie ersetzt werden?</translation>
    </message>
</context>
<context>
    <name>Restyle</name>
    <message>
        <source>Recolour strokes</source>
        <extracomment>Of the eraser, canvas units. What of the brush selected strokes take, and what that step is called.</extracomment>
        <translation>Striche umfärben</translation>
    </message>
    <message>
        <source>Change width</source>
        <translation>Breite ändern</translation>
    </message>
    <message>
        <source>Change opacity</source>
        <translation>Deckkraft ändern</translation>
    </message>
</context>
<context>
    <name>SampleCard</name>
    <message>
        <source>Open this sketch and draw on</source>
        <translation>Diese Skizze öffnen und weiterzeichnen</translation>
    </message>
</context>
<context>
    <name>Samples</name>
    <message>
        <source>Cat</source>
        <extracomment>Sizes of a sample, the largest first; logical pixels. Rows of samples; one is preferred. Free paper around all of it. The sketches of the gallery by file name, in their order.</extracomment>
        <translation>Katze</translation>
    </message>
    <message>
        <source>House</source>
        <translation>Haus</translation>
    </message>
    <message>
        <source>Sailboat</source>
        <translation>Segelboot</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>Baum</translation>
    </message>
    <message>
        <source>Coffee</source>
        <translation>Kaffee</translation>
    </message>
    <message>
        <source>Bicycle</source>
        <translation>Fahrrad</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>A page needs at least one layer, so the last one stays.</source>
        <translation>Eine Seite braucht mindestens eine Ebene, darum bleibt die letzte.</translation>
    </message>
    <message>
        <source>A drawing needs at least one page, so the last one stays.</source>
        <translation>Eine Zeichnung braucht mindestens eine Seite, darum bleibt die letzte.</translation>
    </message>
    <message>
        <source>There is no layer below to merge with.</source>
        <translation>Darunter liegt keine Ebene zum Vereinen.</translation>
    </message>
    <message>
        <source>Both layers have an underlay; remove one of them, then merge.</source>
        <translation>Beide Ebenen haben eine Vorlage; entfernen Sie eine, dann vereinen Sie.</translation>
    </message>
    <message>
        <source>The strokes cannot be moved so far.</source>
        <translation>So weit lassen sich die Striche nicht bewegen.</translation>
    </message>
    <message>
        <source>The picture is blank: there are no lines to clean.</source>
        <translation>Das Bild ist leer: Es gibt keine Linien zum Reinzeichnen.</translation>
    </message>
    <message>
        <source>There are no lines to clean in this picture.</source>
        <translation>In diesem Bild gibt es keine Linien zum Reinzeichnen.</translation>
    </message>
    <message>
        <source>ONNX Runtime is not installed; reinstall Sketchpad to use its models.</source>
        <translation>ONNX Runtime ist nicht installiert; installieren Sie Sketchpad neu, um seine Modelle zu benutzen.</translation>
    </message>
    <message>
        <source>The installation of ONNX Runtime is damaged; reinstall Sketchpad.</source>
        <translation>Die Installation von ONNX Runtime ist beschädigt; installieren Sie Sketchpad neu.</translation>
    </message>
    <message>
        <source>The CPU was chosen.</source>
        <translation>Der Prozessor wurde gewählt.</translation>
    </message>
    <message>
        <source>CUDA works.</source>
        <translation>CUDA arbeitet.</translation>
    </message>
    <message>
        <source>CUDA does not work here</source>
        <translation>CUDA arbeitet hier nicht</translation>
    </message>
    <message>
        <source>Models run on the CPU</source>
        <translation>Modelle laufen auf dem Prozessor</translation>
    </message>
    <message>
        <source>this build of ONNX Runtime has no CUDA support.</source>
        <translation>Diese Fassung von ONNX Runtime kann kein CUDA.</translation>
    </message>
    <message>
        <source>no NVIDIA driver was found.</source>
        <translation>Es fand sich kein NVIDIA-Treiber.</translation>
    </message>
    <message>
        <source>the CUDA 13 and cuDNN 9 libraries are missing; install sketchpad[cuda].</source>
        <translation>Die Bibliotheken von CUDA 13 und cuDNN 9 fehlen; installieren Sie sketchpad[cuda].</translation>
    </message>
    <message>
        <source>There is nothing to complete yet; draw something first.</source>
        <translation>Es gibt noch nichts zu vervollständigen; zeichnen Sie erst etwas.</translation>
    </message>
    <message>
        <source>There is nothing to recognise yet; draw something first.</source>
        <translation>Es gibt noch nichts zu erkennen; zeichnen Sie erst etwas.</translation>
    </message>
    <message>
        <source>{what} is empty; draw something there first.</source>
        <translation>{what} ist leer; zeichnen Sie dort erst etwas.</translation>
    </message>
    <message>
        <source>The first sketch</source>
        <translation>Die erste Skizze</translation>
    </message>
    <message>
        <source>The second sketch</source>
        <translation>Die zweite Skizze</translation>
    </message>
    <message>
        <source>The third sketch</source>
        <translation>Die dritte Skizze</translation>
    </message>
    <message>
        <source>The sketch</source>
        <translation>Die Skizze</translation>
    </message>
    <message>
        <source>The page</source>
        <translation>Die Seite</translation>
    </message>
    <message>
        <source>There is no hole to heal; erase a part of the drawing first.</source>
        <translation>Es gibt kein Loch zu heilen; radieren Sie erst einen Teil der Zeichnung weg.</translation>
    </message>
    <message>
        <source>Nothing is left of the drawing to heal it from; undo, or erase less.</source>
        <translation>Von der Zeichnung ist nichts übrig, woraus sie sich heilen ließe; machen Sie es rückgängig, oder radieren Sie weniger.</translation>
    </message>
    <message>
        <source>The model draws nothing good between these sketches; their strokes are matched and moved.</source>
        <translation>Das Modell zeichnet nichts Gutes zwischen diesen Skizzen; ihre Striche werden einander zugeordnet und bewegt.</translation>
    </message>
    <message>
        <source>The model has not learned “{category}”, which {sketch} seems to show; strokes are matched and moved.</source>
        <translation>Das Modell hat „{category}“ nicht gelernt, was {sketch} wohl zeigt; die Striche werden einander zugeordnet und bewegt.</translation>
    </message>
    <message>
        <source>It is not clear what {sketch} shows; strokes are matched and moved.</source>
        <translation>Es ist nicht klar, was {sketch} zeigt; die Striche werden einander zugeordnet und bewegt.</translation>
    </message>
    <message>
        <source>the first sketch</source>
        <translation>die erste Skizze</translation>
    </message>
    <message>
        <source>the second sketch</source>
        <translation>die zweite Skizze</translation>
    </message>
    <message>
        <source>The model has not learned what this drawing shows; it redraws what it knows.</source>
        <translation>Was diese Zeichnung zeigt, hat das Modell nicht gelernt; es zeichnet, was es kennt.</translation>
    </message>
    <message>
        <source>The drawing looks finished; at most small things are added to it.</source>
        <translation>Die Zeichnung sieht fertig aus; höchstens Kleinigkeiten kommen hinzu.</translation>
    </message>
    <message>
        <source>The model cannot place all of these sketches; the result may show something else altogether.</source>
        <translation>Das Modell kann nicht alle diese Zeichnungen einordnen; das Ergebnis zeigt womöglich etwas ganz anderes.</translation>
    </message>
    <message>
        <source>There is no model for the task “{task}”.</source>
        <translation>Es gibt kein Modell für die Aufgabe „{task}“.</translation>
    </message>
    <message>
        <source>The model {name} is incomplete: {file} is missing; install it again.</source>
        <translation>Das Modell {name} ist unvollständig: {file} fehlt; installieren Sie es neu.</translation>
    </message>
    <message>
        <source>The model {name} is damaged: {file} is not the file that its card describes; install it again.</source>
        <translation>Das Modell {name} ist beschädigt: {file} ist nicht die Datei, die seine Karte beschreibt; installieren Sie es neu.</translation>
    </message>
    <message>
        <source>{file} is of another model than the card of {name}: its {key} differs; install the model again.</source>
        <translation>{file} gehört zu einem anderen Modell als die Karte von {name}: {key} ist anders; installieren Sie das Modell neu.</translation>
    </message>
    <message>
        <source>The model {name} knows no category {category}; did you mean {near}?</source>
        <translation>Das Modell {name} kennt keine Kategorie {category}; ist {near} gemeint?</translation>
    </message>
    <message>
        <source>No model knows the category {category}; did you mean {near}?</source>
        <translation>Kein Modell kennt die Kategorie {category}; ist {near} gemeint?</translation>
    </message>
    <message>
        <source>The model {name} knows no category {category}.</source>
        <translation>Das Modell {name} kennt keine Kategorie {category}.</translation>
    </message>
    <message>
        <source>No model knows the category {category}.</source>
        <translation>Kein Modell kennt die Kategorie {category}.</translation>
    </message>
    <message>
        <source>The model in {folder} needs a newer version of Sketchpad.</source>
        <translation>Das Modell in {folder} braucht eine neuere Version von Sketchpad.</translation>
    </message>
    <message>
        <source>The layer “{name}” is locked; unlock it to draw on it.</source>
        <translation>Die Ebene „{name}“ ist gesperrt; entsperren Sie sie, um darauf zu zeichnen.</translation>
    </message>
    <message>
        <source>The layer “{name}” is hidden; show it to draw on it.</source>
        <translation>Die Ebene „{name}“ ist ausgeblendet; blenden Sie sie ein, um darauf zu zeichnen.</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>{path} kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>{path} was not saved: {reason}.</source>
        <translation>{path} wurde nicht gespeichert: {reason}.</translation>
    </message>
    <message>
        <source>{path} cannot be opened: {reason}</source>
        <translation>{path} kann nicht geöffnet werden: {reason}</translation>
    </message>
    <message>
        <source>{path} needs more memory than there is.</source>
        <translation>{path} braucht mehr Arbeitsspeicher, als da ist.</translation>
    </message>
    <message>
        <source>{path} is a folder, not a file.</source>
        <translation>{path} ist ein Ordner, keine Datei.</translation>
    </message>
    <message>
        <source>{path} is not a regular file.</source>
        <translation>{path} ist keine gewöhnliche Datei.</translation>
    </message>
    <message>
        <source>{path} is empty.</source>
        <translation>{path} ist leer.</translation>
    </message>
    <message>
        <source>{path} is too large to open: {size} MB, where {limit} MB is the most.</source>
        <translation>{path} ist zu groß zum Öffnen: {size} MB, wo {limit} MB das Höchste sind.</translation>
    </message>
    <message>
        <source>{path} is too large to open.</source>
        <translation>{path} ist zu groß zum Öffnen.</translation>
    </message>
    <message>
        <source>{path} is not a drawing or image that Sketchpad can open (.sketch, .svg, .ndjson, .npz, .json, or a PNG, JPEG, WebP, BMP or TIFF image).</source>
        <translation>{path} ist keine Zeichnung und kein Bild, das Sketchpad öffnen kann (.sketch, .svg, .ndjson, .npz, .json oder ein Bild als PNG, JPEG, WebP, BMP oder TIFF).</translation>
    </message>
    <message>
        <source>{path} has no ending that Sketchpad writes; use one of {endings}.</source>
        <translation>{path} hat keine Endung, die Sketchpad schreibt; nehmen Sie eine von {endings}.</translation>
    </message>
    <message>
        <source>{path} has coordinates that are not numbers or far too large.</source>
        <translation>{path} hat Koordinaten, die keine Zahlen oder viel zu groß sind.</translation>
    </message>
    <message>
        <source>there is no such file or folder</source>
        <translation>Es gibt keine solche Datei und keinen solchen Ordner</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>Es ist ein Ordner</translation>
    </message>
    <message>
        <source>a part of its path is not a folder</source>
        <translation>Ein Teil des Pfads ist kein Ordner</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>Der Zugriff ist nicht erlaubt</translation>
    </message>
    <message>
        <source>the disk is read-only</source>
        <translation>Der Datenträger lässt kein Schreiben zu</translation>
    </message>
    <message>
        <source>the disk is full; free some space and save again</source>
        <translation>Der Datenträger ist voll; schaffen Sie Platz und speichern Sie noch einmal</translation>
    </message>
    <message>
        <source>its name is too long</source>
        <translation>Der Name ist zu lang</translation>
    </message>
    <message>
        <source>the disk reports an error</source>
        <translation>Der Datenträger meldet einen Fehler</translation>
    </message>
    <message>
        <source>another program is using it</source>
        <translation>Ein anderes Programm benutzt sie gerade</translation>
    </message>
    <message>
        <source>it is damaged</source>
        <translation>Sie ist beschädigt</translation>
    </message>
    <message>
        <source>{path} is a database of another program, not a Sketchpad drawing.</source>
        <translation>{path} ist die Datenbank eines anderen Programms, keine Zeichnung von Sketchpad.</translation>
    </message>
    <message>
        <source>{path} is damaged: it has been cut off.</source>
        <translation>{path} ist beschädigt: Das Ende fehlt.</translation>
    </message>
    <message>
        <source>{path} is damaged: its tables are not those of a drawing.</source>
        <translation>{path} ist beschädigt: Die Tabellen sind nicht die einer Zeichnung.</translation>
    </message>
    <message>
        <source>{path} is damaged and cannot be opened; a backup of it may be whole.</source>
        <translation>{path} ist beschädigt und kann nicht geöffnet werden; vielleicht ist eine Sicherung davon heil.</translation>
    </message>
    <message>
        <source>{path} is a damaged image, or a part of it is missing.</source>
        <translation>{path} ist ein beschädigtes Bild, oder ein Teil davon fehlt.</translation>
    </message>
    <message>
        <source>it is damaged, and its end is missing.</source>
        <translation>Es ist beschädigt: Das Ende fehlt.</translation>
    </message>
    <message>
        <source>it is damaged, or not an SVG; line {line} of it makes no sense.</source>
        <translation>Es ist beschädigt oder kein SVG; Zeile {line} ergibt keinen Sinn.</translation>
    </message>
    <message>
        <source>it is not in sketch-rnn&apos;s format.</source>
        <translation>Es hat nicht das Format von sketch-rnn.</translation>
    </message>
    <message>
        <source>it is damaged.</source>
        <translation>Es ist beschädigt.</translation>
    </message>
    <message>
        <source>The journal {path} is damaged.</source>
        <translation>Das Journal {path} ist beschädigt.</translation>
    </message>
    <message>
        <source>it is written in an encoding that is not known.</source>
        <translation>Die Zeichenkodierung ist unbekannt.</translation>
    </message>
    <message>
        <source>it is damaged, or not a compressed SVG.</source>
        <translation>Es ist beschädigt, oder kein komprimiertes SVG.</translation>
    </message>
    <message>
        <source>The drawing is empty.</source>
        <translation>Die Zeichnung ist leer.</translation>
    </message>
    <message>
        <source>The page has no strokes that these formats could hold.</source>
        <translation>Die Seite hat keine Striche, die diese Formate aufnehmen könnten.</translation>
    </message>
    <message>
        <source>The page has no strokes that this format could hold.</source>
        <translation>Die Seite hat keine Striche, die dieses Format aufnehmen könnte.</translation>
    </message>
    <message>
        <source>{path} is not a PNG, JPEG, WebP, BMP or TIFF image, or it is damaged.</source>
        <translation>{path} ist kein Bild als PNG, JPEG, WebP, BMP oder TIFF, oder es ist beschädigt.</translation>
    </message>
    <message>
        <source>{path} has far too many pixels; make it smaller first.</source>
        <translation>{path} hat viel zu viele Pixel; verkleinern Sie es zuerst.</translation>
    </message>
    <message>
        <source>{path} has {width} × {height} pixels; the most is {most} million, so make it smaller first.</source>
        <translation>{path} hat {width} × {height} Pixel; höchstens {most} Millionen sind möglich, verkleinern Sie es also zuerst.</translation>
    </message>
    <message>
        <source>A picture of {width} × {height} pixels is too large; choose a smaller scale.</source>
        <translation>Ein Bild von {width} × {height} Pixeln ist zu groß; wählen Sie einen kleineren Maßstab.</translation>
    </message>
    <message>
        <source>it is XML, but not SVG: it begins with &lt;{tag}&gt;.</source>
        <translation>Es ist XML, aber kein SVG: Es beginnt mit &lt;{tag}&gt;.</translation>
    </message>
    <message>
        <source>it declares XML entities, which are not opened for safety.</source>
        <translation>Es erklärt XML-Entitäten, die aus Sicherheit nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>it declares a document type of its own, which is not opened for safety.</source>
        <translation>Es erklärt einen eigenen Dokumenttyp, der aus Sicherheit nicht geöffnet wird.</translation>
    </message>
    <message>
        <source>it is too complicated to open.</source>
        <translation>Es ist zu verwickelt zum Öffnen.</translation>
    </message>
    <message>
        <source>{path} is damaged: it is not a drawing in stroke-5 JSON.</source>
        <translation>{path} ist beschädigt: Es ist keine Zeichnung in Stroke-5-JSON.</translation>
    </message>
    <message>
        <source>Drawing {index} of {path} is damaged: it is not in QuickDraw&apos;s format.</source>
        <translation>Zeichnung {index} von {path} ist beschädigt: Sie hat nicht das Format von QuickDraw.</translation>
    </message>
    <message>
        <source>The journal {path} cannot be written: {reason}.</source>
        <translation>Das Journal {path} kann nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>The model {name} has no {file}.</source>
        <translation>Dem Modell {name} fehlt {file}.</translation>
    </message>
    <message>
        <source>The model&apos;s card describes an image that makes no sense.</source>
        <translation>Die Karte des Modells beschreibt ein Bild, das keinen Sinn ergibt.</translation>
    </message>
    <message>
        <source>The model&apos;s card does not describe the image it needs.</source>
        <translation>Die Karte des Modells beschreibt nicht, welches Bild es braucht.</translation>
    </message>
    <message>
        <source>{path} is too large to be a model&apos;s card.</source>
        <translation>{path} ist zu groß für die Karte eines Modells.</translation>
    </message>
    <message>
        <source>{path} is not the card of a model ({reason}).</source>
        <translation>{path} ist nicht die Karte eines Modells ({reason}).</translation>
    </message>
    <message>
        <source>{file} failed: {reason}</source>
        <translation>{file} ist gescheitert: {reason}</translation>
    </message>
    <message>
        <source>{file} cannot be loaded: {reason}</source>
        <translation>{file} kann nicht geladen werden: {reason}</translation>
    </message>
    <message>
        <source>CUDA failed ({reason}); the model now runs on the CPU.</source>
        <translation>CUDA ist gescheitert ({reason}); das Modell läuft jetzt auf dem Prozessor.</translation>
    </message>
    <message>
        <source>There is no device {device}; choose one of {devices}.</source>
        <translation>Es gibt kein Gerät {device}; wählen Sie eines von {devices}.</translation>
    </message>
    <message>
        <source>There is no picture to clean.</source>
        <translation>Es gibt kein Bild, das ins Reine gezeichnet werden könnte.</translation>
    </message>
    <message>
        <source>There are no strokes to clean.</source>
        <translation>Es gibt keine Striche, die ins Reine gezeichnet werden könnten.</translation>
    </message>
    <message>
        <source>The installation at {path} lacks its resources; install it again.</source>
        <translation>Der Installation in {path} fehlen ihre Dateien; installieren Sie sie neu.</translation>
    </message>
    <message>
        <source>The drawing is too large for sketch-rnn&apos;s 16-bit offsets.</source>
        <translation>Die Zeichnung ist zu groß für die 16-Bit-Schritte von sketch-rnn.</translation>
    </message>
    <message>
        <source>The drawing has coordinates that are far too large.</source>
        <translation>Die Zeichnung hat viel zu große Koordinaten.</translation>
    </message>
    <message>
        <source>The animation is too large; choose a smaller scale or fewer frames.</source>
        <translation>Die Animation ist zu groß; wählen Sie einen kleineren Maßstab oder weniger Bilder.</translation>
    </message>
    <message>
        <source>{name} cannot move; an animation is a .gif or an .svg file.</source>
        <translation>{name} kann sich nicht bewegen; eine Animation ist eine .gif- oder .svg-Datei.</translation>
    </message>
    <message>
        <source>The image under the drawing is too large; choose a smaller scale.</source>
        <translation>Das Bild unter der Zeichnung ist zu groß; wählen Sie einen kleineren Maßstab.</translation>
    </message>
    <message>
        <source>The journal {path} is closed.</source>
        <translation>Das Journal {path} ist geschlossen.</translation>
    </message>
    <message>
        <source>{what} holds more than {strokes} strokes or {points} points, more than Sketchpad can open.</source>
        <translation>{what} enthält mehr als {strokes} Striche oder {points} Punkte, mehr als Sketchpad öffnen kann.</translation>
    </message>
    <message>
        <source>It</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>it</source>
        <translation>sie</translation>
    </message>
    <message>
        <source>The drawing</source>
        <translation>Die Zeichnung</translation>
    </message>
    <message>
        <source>{path} is damaged: it has no version.</source>
        <translation>{path} ist beschädigt: Die Version fehlt.</translation>
    </message>
    <message>
        <source>there is no drawing {index}; it holds {count}, the first is 0.</source>
        <translation>Es gibt keine Zeichnung {index}; es sind {count}, die erste ist 0.</translation>
    </message>
    <message>
        <source>There is no drawing {index} in {path}; it holds {count}, the first is 0.</source>
        <translation>Es gibt keine Zeichnung {index} in {path}; es sind {count}, die erste ist 0.</translation>
    </message>
    <message>
        <source>there is no drawing {index}; a stroke-5 file holds one.</source>
        <translation>Es gibt keine Zeichnung {index}; eine stroke-5-Datei enthält eine.</translation>
    </message>
    <message>
        <source>Drawing {index} of {path} is far too large.</source>
        <translation>Zeichnung {index} von {path} ist viel zu groß.</translation>
    </message>
    <message>
        <source>it is not in sketch-rnn&apos;s format: a drawing is rows of three numbers.</source>
        <translation>Es ist nicht das Format von sketch-rnn: Eine Zeichnung besteht aus Zeilen von drei Zahlen.</translation>
    </message>
    <message>
        <source>it holds no drawings: neither &apos;strokes&apos; nor &apos;train&apos; is in it.</source>
        <translation>Es enthält keine Zeichnungen: weder „strokes“ noch „train“.</translation>
    </message>
    <message>
        <source>it is far too large when unpacked.</source>
        <translation>Entpackt ist es viel zu groß.</translation>
    </message>
    <message>
        <source>One of its paths is far too long.</source>
        <translation>Einer der Pfade darin ist viel zu lang.</translation>
    </message>
    <message>
        <source>its elements are nested more than {depth} deep.</source>
        <translation>Die Elemente darin sind mehr als {depth}fach verschachtelt.</translation>
    </message>
    <message>
        <source>its elements use each other far too often.</source>
        <translation>Die Elemente darin verwenden einander viel zu oft.</translation>
    </message>
    <message>
        <source>it has more than {count} elements.</source>
        <translation>Es hat mehr als {count} Elemente.</translation>
    </message>
    <message>
        <source>it is larger than {limit} MB when unpacked.</source>
        <translation>Entpackt ist es größer als {limit} MB.</translation>
    </message>
    <message>
        <source>{name} was saved by a newer version of Sketchpad; it is open for reading, and what this version does not know is not shown.</source>
        <translation>{name} wurde von einer neueren Version von Sketchpad gespeichert; die Zeichnung ist zum Lesen geöffnet, und was diese Version nicht kennt, fehlt.</translation>
    </message>
    <message>
        <source>Text was left out ({n}): turn it to paths in the program that made it.</source>
        <translation>Text fehlt ({n}): Wandeln Sie ihn im ursprünglichen Programm in Pfade um.</translation>
    </message>
    <message>
        <source>Images were left out ({n}); only embedded, upright ones are read.</source>
        <translation>Bilder fehlen ({n}); gelesen werden nur eingebettete, aufrechte.</translation>
    </message>
    <message>
        <source>Filled shapes came in as their outlines ({n}).</source>
        <translation>Gefüllte Formen wurden zu ihren Umrissen ({n}).</translation>
    </message>
    <message>
        <source>Gradients and patterns came in as one colour ({n}).</source>
        <translation>Verläufe und Muster wurden zu einer Farbe ({n}).</translation>
    </message>
    <message>
        <source>Clips, masks and filters were ignored ({n}).</source>
        <translation>Beschneidungen, Masken und Filter wurden übergangen ({n}).</translation>
    </message>
    <message>
        <source>Broken shapes were read up to their first error ({n}).</source>
        <translation>Fehlerhafte Formen wurden bis zum ersten Fehler gelesen ({n}).</translation>
    </message>
    <message>
        <source>References to nothing or to other files were left out ({n}).</source>
        <translation>Verweise ins Leere oder auf andere Dateien fehlen ({n}).</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation>Seiten der Einstellungen</translation>
    </message>
</context>
<context>
    <name>SettingsPages</name>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Tablet</source>
        <translation>Grafiktablett</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
</context>
<context>
    <name>Sheets</name>
    <message>
        <source>{category}, sketch {number}</source>
        <translation>{category}, Skizze {number}</translation>
    </message>
    <message>
        <source>Click to place this sketch, or drag it onto the page</source>
        <translation>Klicken, um diese Skizze einzufügen, oder auf die Seite ziehen</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <extracomment>So many columns are tried, until the sheet fits the window. And so many, where the sheet has to be scrolled. What a group&apos;s title takes, in rows. Around the columns: the card&apos;s margins and heading, logical pixels.</extracomment>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>On the canvas</source>
        <translation>Auf der Zeichenfläche</translation>
    </message>
    <message>
        <source>Move the paper</source>
        <translation>Papier bewegen</translation>
    </message>
    <message>
        <source>Space+Drag</source>
        <translation>Leertaste+Ziehen</translation>
    </message>
    <message>
        <source>Scroll</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>Rad</translation>
    </message>
    <message>
        <source>Zoom at the pointer</source>
        <translation>Zoom am Zeiger</translation>
    </message>
    <message>
        <source>Ctrl+Wheel</source>
        <translation>Strg+Rad</translation>
    </message>
    <message>
        <source>Erase and leave no hole</source>
        <translation>Radieren ohne Lücke</translation>
    </message>
    <message>
        <source>Alt+Drag</source>
        <translation>Alt+Ziehen</translation>
    </message>
    <message>
        <source>Shift+Drag</source>
        <translation>Umschalt+Ziehen</translation>
    </message>
    <message>
        <source>Give up the gesture</source>
        <translation>Geste abbrechen</translation>
    </message>
    <message>
        <source>Accept the suggestion</source>
        <translation>Den Vorschlag annehmen</translation>
    </message>
    <message>
        <source>Accept its next stroke</source>
        <translation>Seinen nächsten Strich annehmen</translation>
    </message>
    <message>
        <source>Dismiss the suggestion</source>
        <translation>Den Vorschlag verwerfen</translation>
    </message>
    <message>
        <source>Another suggestion</source>
        <translation>Ein anderer Vorschlag</translation>
    </message>
    <message>
        <source>The suggestion of this number</source>
        <translation>Der Vorschlag dieser Nummer</translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <source>Find an action or a shortcut</source>
        <translation>Befehl oder Tastenkürzel suchen</translation>
    </message>
    <message>
        <source>Actions and their shortcuts</source>
        <translation>Befehle und ihre Tastenkürzel</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>New shortcut</source>
        <translation>Neues Tastenkürzel</translation>
    </message>
    <message>
        <source>Ctrl+…</source>
        <translation>Strg+…</translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>Zuweisen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>All Defaults</source>
        <translation>Alles Standard</translation>
    </message>
    <message>
        <source>Press keys:</source>
        <translation>Tasten drücken:</translation>
    </message>
    <message>
        <source>{keys} belongs to “{name}” already; remove it there first.</source>
        <translation>{keys} gehört schon zu „{name}“; entfernen Sie es zuerst dort.</translation>
    </message>
    <message>
        <source>Choose an action, then press the keys for it.</source>
        <translation>Wählen Sie einen Befehl, dann drücken Sie die Tasten dafür.</translation>
    </message>
    <message>
        <source>{keys} would belong to two actions: {names}.</source>
        <translation>{keys} gehörte dann zu zwei Befehlen: {names}.</translation>
    </message>
</context>
<context>
    <name>SketchChoices</name>
    <message>
        <source>Selection ({count})</source>
        <translation>Auswahl ({count})</translation>
    </message>
    <message>
        <source>Rest of the page ({count})</source>
        <translation>Rest der Seite ({count})</translation>
    </message>
    <message>
        <source>Page {number}</source>
        <translation>Seite {number}</translation>
    </message>
    <message>
        <source>From a File…</source>
        <translation>Aus einer Datei …</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>{name} has no strokes.</source>
        <translation>{name} enthält keine Striche.</translation>
    </message>
    <message>
        <source>{name}, page {number}</source>
        <translation>{name}, Seite {number}</translation>
    </message>
    <message>
        <source>Drawings ({patterns})</source>
        <translation>Zeichnungen ({patterns})</translation>
    </message>
    <message>
        <source>Open a Sketch</source>
        <translation>Eine Skizze öffnen</translation>
    </message>
</context>
<context>
    <name>SplitHandle</name>
    <message>
        <source>Rough on the left, clean on the right</source>
        <extracomment>Steps from the left end to the right. Radius of the knob, and half the width of the line that can be grabbed, logical pixels.</extracomment>
        <translation>Links roh, rechts rein</translation>
    </message>
    <message>
        <source>Drag to compare rough and clean</source>
        <translation>Ziehen, um roh und rein zu vergleichen</translation>
    </message>
</context>
<context>
    <name>SplitOverlay</name>
    <message>
        <source>Rough</source>
        <translation>Roh</translation>
    </message>
    <message>
        <source>Clean</source>
        <translation>Rein</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Tool</source>
        <translation>Werkzeug</translation>
    </message>
    <message>
        <source>State of the drawing</source>
        <translation>Zustand der Zeichnung</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Where models run</source>
        <translation>Wo Modelle laufen</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Zoom; click to choose</source>
        <translation>Zoom; zum Wählen klicken</translation>
    </message>
    <message>
        <source>Whole page</source>
        <translation>Ganze Seite</translation>
    </message>
    <message>
        <source>New drawing</source>
        <translation>Neue Zeichnung</translation>
    </message>
    <message>
        <source>Not saved as a drawing yet</source>
        <translation>Noch nicht als Zeichnung gespeichert</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Unsaved, kept by autosave</source>
        <translation>Ungespeichert, automatisch gesichert</translation>
    </message>
    <message>
        <source>Unsaved</source>
        <translation>Ungespeichert</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Suggestions</source>
        <extracomment>A picture shows at least this share of the drawing. While strokes are decoded, pictures follow at this pace.</extracomment>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Suggestion {number}</source>
        <translation>Vorschlag {number}</translation>
    </message>
    <message>
        <source>suggestion</source>
        <translation>Vorschlag</translation>
    </message>
</context>
<context>
    <name>Suggesting</name>
    <message>
        <source>There is no hole to heal; erase something first.</source>
        <extracomment>The pen rests this long before anything is suggested. The eraser is lifted: a second swipe often follows at once.</extracomment>
        <translation>Es gibt keine Lücke zu heilen; radieren Sie zuerst etwas.</translation>
    </message>
    <message>
        <source>Accept completion</source>
        <translation>Vervollständigung annehmen</translation>
    </message>
    <message>
        <source>Accept healing</source>
        <translation>Heilung annehmen</translation>
    </message>
    <message>
        <source>Accept redrawing</source>
        <translation>Neuzeichnung annehmen</translation>
    </message>
    <message>
        <source>Accept one stroke</source>
        <translation>Einen Strich annehmen</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>Vervollständigen</translation>
    </message>
    <message>
        <source>Heal</source>
        <translation>Heilen</translation>
    </message>
    <message>
        <source>Redraw</source>
        <translation>Neu zeichnen</translation>
    </message>
    <message>
        <source>The model has nothing to add here.</source>
        <translation>Das Modell hat hier nichts hinzuzufügen.</translation>
    </message>
</context>
<context>
    <name>SuggestionBar</name>
    <message>
        <source>Suggestion bar</source>
        <translation>Vorschlagsleiste</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Suggestion in view</source>
        <translation>Gezeigter Vorschlag</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Looking for models …</source>
        <translation>Sucht nach Modellen …</translation>
    </message>
    <message>
        <source>Not available</source>
        <translation>Nicht verfügbar</translation>
    </message>
    <message>
        <source>Ctrl+Space suggests.</source>
        <translation>Strg+Leertaste schlägt vor.</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>What the drawing shall become; type to search</source>
        <translation>Was die Zeichnung werden soll; tippen, um zu suchen</translation>
    </message>
    <message>
        <source>Draw, then pause: ghost strokes show how it could go on.</source>
        <translation>Zeichnen und innehalten: Geisterstriche zeigen, wie es weitergehen könnte.</translation>
    </message>
    <message>
        <source>Draw, then pause.</source>
        <translation>Zeichnen, dann innehalten.</translation>
    </message>
    <message>
        <source>Ctrl+Space suggests how the drawing goes on.</source>
        <translation>Strg+Leertaste schlägt vor, wie die Zeichnung weitergeht.</translation>
    </message>
    <message>
        <source>As recognised</source>
        <translation>Wie erkannt</translation>
    </message>
</context>
<context>
    <name>TabletPage</name>
    <message>
        <source>Pressure</source>
        <translation>Druck</translation>
    </message>
    <message>
        <source>No pen seen yet</source>
        <translation>Noch kein Stift gesehen</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Without pressure, fast strokes are thinner</source>
        <translation>Ohne Druck sind schnelle Striche dünner</translation>
    </message>
    <message>
        <source>Draw in the field with pen or mouse. If the meter stays empty or full with a pen, its driver does not pass the pressure on.</source>
        <translation>Zeichnen Sie im Feld mit Stift oder Maus. Bleibt die Anzeige mit einem Stift leer oder voll, gibt sein Treiber den Druck nicht weiter.</translation>
    </message>
</context>
<context>
    <name>Tabs</name>
    <message>
        <source>Open drawings</source>
        <translation>Offene Zeichnungen</translation>
    </message>
</context>
<context>
    <name>TameToWild</name>
    <message>
        <source>Tame</source>
        <translation>Zahm</translation>
    </message>
    <message>
        <source>Wild</source>
        <translation>Wild</translation>
    </message>
</context>
<context>
    <name>TestArea</name>
    <message>
        <source>Field for trying the pen</source>
        <translation>Feld zum Ausprobieren des Stifts</translation>
    </message>
    <message>
        <source>Pen</source>
        <translation>Stift</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Radierer</translation>
    </message>
    <message>
        <source>Tablet</source>
        <translation>Grafiktablett</translation>
    </message>
    <message>
        <source>· tilt {x:.0f}°, {y:.0f}°</source>
        <translation>· Neigung {x:.0f}°, {y:.0f}°</translation>
    </message>
    <message>
        <source>Mouse, without pressure</source>
        <translation>Maus, ohne Druck</translation>
    </message>
    <message>
        <source>Draw here</source>
        <translation>Hier zeichnen</translation>
    </message>
</context>
<context>
    <name>ToolCommands</name>
    <message>
        <source>Eraser width {width:g}</source>
        <translation>Breite des Radierers {width:g}</translation>
    </message>
    <message>
        <source>Brush width {width:g}</source>
        <translation>Pinselbreite {width:g}</translation>
    </message>
    <message>
        <source>Brush Colour</source>
        <translation>Pinselfarbe</translation>
    </message>
</context>
<context>
    <name>Tools</name>
    <message>
        <source>The layer “{name}” is locked; unlock it to draw on it.</source>
        <extracomment>A text of a tool in the user&apos;s language: ``translate(&quot;Tools&quot;, text)``.</extracomment>
        <translation>Die Ebene „{name}“ ist gesperrt; entsperren Sie sie, um darauf zu zeichnen.</translation>
    </message>
    <message>
        <source>The layer “{name}” is hidden; show it to draw on it.</source>
        <translation>Die Ebene „{name}“ ist verborgen; zeigen Sie sie, um darauf zu zeichnen.</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>Radieren</translation>
    </message>
    <message>
        <source>The ink here is on the layer “{other}”; the eraser works on “{name}”.</source>
        <translation>Die Striche hier liegen auf der Ebene „{other}“; der Radierer wirkt auf „{name}“.</translation>
    </message>
    <message>
        <source>Draw stroke</source>
        <extracomment>Hz at full and at hardly any smoothing; see ``OneEuroFilter``. The stabiliser&apos;s longest string, logical pixels. Logical pixels per ms at which a stroke without pressure is drawn thinnest. Logical pixels that a stroke may stay off the curve through its samples: seen closer, too.</extracomment>
        <translation>Strich zeichnen</translation>
    </message>
    <message>
        <source>Rotate strokes</source>
        <extracomment>Marks on more strokes than this say nothing.</extracomment>
        <translation>Striche drehen</translation>
    </message>
    <message>
        <source>Move strokes</source>
        <translation>Striche bewegen</translation>
    </message>
    <message>
        <source>Scale strokes</source>
        <translation>Striche skalieren</translation>
    </message>
    <message>
        <source>There is no picture under this layer.</source>
        <extracomment>A picture stays at least this wide and high, canvas units.</extracomment>
        <translation>Unter dieser Ebene liegt kein Bild.</translation>
    </message>
    <message>
        <source>Move picture</source>
        <translation>Bild verschieben</translation>
    </message>
    <message>
        <source>Scale picture</source>
        <translation>Bild skalieren</translation>
    </message>
</context>
<context>
    <name>Wildness</name>
    <message>
        <source>Tame to wild</source>
        <translation>Zahm bis wild</translation>
    </message>
    <message>
        <source>Temperature {value:.2f}: tame repeats what is usual, wild dares more</source>
        <translation>Temperatur {value:.2f}: zahm wiederholt das Übliche, wild wagt mehr</translation>
    </message>
</context>
<context>
    <name>_Hint</name>
    <message>
        <source>Draw something</source>
        <translation>Zeichnen Sie etwas</translation>
    </message>
    <message>
        <source>B draws, E erases, Space moves the paper, ? shows every shortcut.</source>
        <translation>B zeichnet, E radiert, die Leertaste bewegt das Papier, ? zeigt alle Tastenkürzel.</translation>
    </message>
    <message>
        <source>Or begin with one of these sketches:</source>
        <translation>Oder beginnen Sie mit einer dieser Skizzen:</translation>
    </message>
</context>
</TS>
